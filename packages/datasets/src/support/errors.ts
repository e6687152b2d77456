import { escapeControls, NeutypeError, type Problem } from '@neutype/errors';

/** The base of the errors that concern data rather than arguments. */
export class DatasetError extends NeutypeError {
  override readonly name: string = 'DatasetError';

  /** Paths and answers come from outside: what they carry must not reach a terminal as it is. */
  constructor(problem: Problem | string, options?: ErrorOptions) {
    super(typeof problem === 'string' ? escapedLines(problem) : problem, options);
  }
}

/** A file is not what it should be: truncated, damaged, of another format. */
export class CorruptFileError extends DatasetError {
  override readonly name: string = 'CorruptFileError';
  /** The file's path or address. */
  readonly file: string;
  /** What is wrong with it, without its name. */
  readonly fault: string;

  constructor(file: string, fault: string, options?: ErrorOptions) {
    super(`${file}: ${fault}`, options);
    this.file = file;
    this.fault = fault;
  }
}

/** The data is in none of the places that were looked in. */
export class DataNotFoundError extends DatasetError {
  override readonly name: string = 'DataNotFoundError';
}

/** What is decompressed is longer than it may be. */
export class LongerThanLimit extends Error {
  override readonly name: string = 'LongerThanLimit';
}

function escapedLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}
