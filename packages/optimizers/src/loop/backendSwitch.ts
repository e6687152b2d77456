import { NeutypeError } from '@neutype/errors';

interface Request {
  readonly backend: string;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

/** A wish for another backend, fulfilled while nothing is computed. */
export class BackendSwitch {
  #request: Request | undefined;
  #onRequest: (() => void) | undefined;
  #performed: Promise<void> = Promise.resolve();

  get pending(): boolean {
    return this.#request !== undefined;
  }

  /** Resolves once the switch has been made; a later wish takes the place of an earlier one. */
  request(backend: string): Promise<void> {
    this.#request?.failed(
      new NeutypeError(`Not moved to ${this.#request.backend}: ${backend} was asked for since.`),
    );
    const moved = new Promise<void>((done, failed) => {
      this.#request = { backend, done, failed };
    });
    this.#onRequest?.();
    return moved;
  }

  /** Makes the switch that was asked for, if any. A failure is the asker's: training goes on where it was. */
  async perform(move: (backend: string) => Promise<void>): Promise<void> {
    const request = this.#request;
    if (!request) return;
    this.#request = undefined;
    const performed = move(request.backend).then(request.done, request.failed);
    this.#performed = performed;
    await performed;
  }

  /** Once the switch that is being made, if any, is done. */
  get settled(): Promise<void> {
    return this.#performed;
  }

  /** Waits for something, and makes those switches meanwhile that are asked for: it may itself be waiting for one. */
  async performDuring<T>(answer: Promise<T>, move: (backend: string) => Promise<void>): Promise<T> {
    let isWaiting = true;
    const answered = Promise.resolve(answer).finally(() => {
      isWaiting = false;
    });
    answered.catch(() => {}); // thrown below, perhaps only after a switch
    while (isWaiting) {
      if (this.pending) await this.perform(move);
      else await Promise.race([answered, this.#nextRequest()]);
    }
    return answered;
  }

  #nextRequest(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRequest = resolve;
    });
  }
}
