import { Worker, type WorkerCommand } from './worker.js';

/** Worker processes by name, started when first asked for and kept from contest to contest. */
export class Workers {
  readonly #running = new Map<string, Worker>();

  of(name: string, command: WorkerCommand): Worker {
    const running = this.#running.get(name) ?? new Worker(command);
    this.#running.set(name, running);
    return running;
  }

  async close(name: string): Promise<void> {
    await this.#running.get(name)?.close();
    this.#running.delete(name);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.close(name)));
  }
}
