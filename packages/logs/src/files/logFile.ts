import type { Problem } from '@neutype/errors';
import { LogError } from '../logError.js';
import type { LogSettings } from './logOptions.js';
import type { RecordFile } from './recordFile.js';

/** A log in a file: what is written to it, and what follows where that fails. */
export class LogFile {
  readonly #where: string;
  readonly #settings: LogSettings;
  readonly #open: () => Promise<RecordFile>;
  #file: RecordFile | undefined;
  #hasWarned = false;

  /**
   * @param where the log, for messages: `csvLog('run.csv')`
   * @param open opens the file; called once, when training begins
   */
  constructor(where: string, settings: LogSettings, open: () => Promise<RecordFile>) {
    this.#where = where;
    this.#settings = settings;
    this.#open = open;
  }

  /**
   * @returns whether it was opened now: a second run goes on with it
   * @throws LogError where the file cannot be opened
   */
  async start(): Promise<boolean> {
    if (this.#file !== undefined) return false;
    try {
      this.#file = await this.#open();
      return true;
    } catch (error) {
      throw error instanceof LogError
        ? error
        : new LogError(openProblem(this.#where, error), { cause: error });
    }
  }

  /** @throws LogError where it cannot be written and `onError` is `'stop'` */
  async append(record: Uint8Array | string): Promise<void> {
    const bytes = typeof record === 'string' ? new TextEncoder().encode(record) : record;
    await this.#attempt((file) => file.append(bytes));
  }

  /** Writes what could not be written before, or says what is missing. */
  async end(): Promise<void> {
    this.#hasWarned = false;
    await this.#attempt((file) => file.flush());
  }

  async #attempt(write: (file: RecordFile) => Promise<void>): Promise<void> {
    if (this.#file === undefined) return;
    try {
      await write(this.#file);
      this.#hasWarned = false;
    } catch (error) {
      this.#tell(this.#file, error);
    }
  }

  #tell({ waiting }: RecordFile, cause: unknown): void {
    const problem = {
      where: this.#where,
      expected: 'to write to the file',
      received: reasonOf(cause),
      remedy: `${waiting} ${waiting === 1 ? 'record is' : 'records are'} not written yet.`,
    };
    const error = new LogError(problem, { cause });
    if (this.#settings.onError === 'stop') throw error;
    if (!this.#hasWarned) this.#settings.warn(`${error.message} The log tries again with the next.`);
    this.#hasWarned = true;
  }
}

/** `ENOSPC: no space left on device`, without the call that failed. */
function reasonOf(error: unknown): string {
  return messageOf(error).split(', ')[0] as string;
}

/** Errors of another realm are no instances of `Error`. */
export function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}

function openProblem(where: string, error: unknown): Problem {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (code === 'EEXIST' && syscall === 'open') return existsProblem(where);
  return { where, expected: 'a file that can be written', received: reasonOf(error) };
}

/** What is there already, and was not said to be gone on with. */
export function existsProblem(where: string): Problem {
  return {
    where,
    expected: 'a new log',
    received: 'one that is there already',
    remedy: "Go on with it by { existing: 'append' }, or begin anew by { existing: 'replace' }.",
  };
}
