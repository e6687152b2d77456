/** The base of the errors that concern data rather than arguments. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
}

/** A file is not what it should be: truncated, damaged, of another format. */
export class CorruptFileError extends DatasetError {
  override readonly name: string = 'CorruptFileError';
  /** The file's path or address. */
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
    this.file = file;
  }
}

/** The data is in none of the places that were looked in. */
export class DataNotFoundError extends DatasetError {
  override readonly name: string = 'DataNotFoundError';
}
