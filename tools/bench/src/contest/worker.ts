import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Request, Task } from './protocol.js';

/** How a worker process is started. */
export interface WorkerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A Node worker of this package, by the name of its file under `worker/`. */
export function nodeWorker(
  file: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): WorkerCommand {
  return {
    program: process.execPath,
    args: [fileURLToPath(new URL(`../worker/${file}.js`, import.meta.url)), ...args],
    env,
  };
}

/** A child process that measures on request and sleeps, waiting for its stdin, while others are measured. */
export class Worker {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<void>;
  #complaints = '';

  constructor({ program, args, env }: WorkerCommand) {
    this.#child = spawn(program, args, { env: { ...process.env, ...env } });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.stderr.on('data', (text) => {
      this.#complaints = `${this.#complaints}${text}`.slice(-2000);
    });
    this.#child.stdin.on('error', () => {}); // a process that could not start is noticed by its missing answer
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve());
      this.#child.once('close', () => resolve());
    });
  }

  /** What the worker is and on what it runs. */
  async about(): Promise<string> {
    const answer = await this.#ask({ about: true });
    return 'about' in answer ? answer.about : '';
  }

  /** Builds the task and warms it up. */
  async prepare(task: Task): Promise<void> {
    await this.#ask({ prepare: task });
  }

  /** @returns milliseconds of every run in about so many seconds, of one run at least */
  async measure(seconds: number): Promise<readonly number[]> {
    const answer = await this.#ask({ measure: seconds });
    return 'ms' in answer ? answer.ms : [];
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  async #ask(request: Request): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await Promise.race([this.#nextAnswer(), this.#ended]);
    if (answer === undefined) throw new Error(`ended: ${this.#complaints.trim() || 'without a word'}`);
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }

  /** Lines that are not JSON objects are what a library has printed on its own account. */
  async #nextAnswer(): Promise<Answer | undefined> {
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done === true) return undefined;
      if (value.startsWith('{')) return JSON.parse(value) as Answer;
    }
  }
}
