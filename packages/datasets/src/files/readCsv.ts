import { constants } from 'node:buffer';
import { checkText } from '../support/checkText.js';
import { CorruptFileError } from '../support/errors.js';
import { type CsvOptions, checkCsvOptions } from './csvOptions.js';
import { fileText } from './fileText.js';
import { type CsvTable, parseCsv } from './parseCsv.js';

/**
 * Numbers from a file of comma-separated values; see {@link parseCsv}. The text is UTF-8, or UTF-16 with a byte order
 * mark, and may be packed with gzip.
 *
 * @throws DataNotFoundError for a file that cannot be opened, CorruptFileError for what cannot be read as a table of
 *   numbers, with line and column, OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const { x, target } = await readCsv('iris.csv', { target: 'species' });
 * const y = oneHot(labelEncoder(target).encode(target));
 * ```
 */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<CsvTable> {
  checkText('readCsv, path', path, 'a path');
  checkCsvOptions('readCsv', options);
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of fileText(path, 'readCsv')) {
    length += piece.length;
    if (length > constants.MAX_STRING_LENGTH) {
      throw new CorruptFileError(
        path,
        `expected at most ${constants.MAX_STRING_LENGTH} characters, got more. Divide the file.`,
      );
    }
    pieces.push(piece);
  }
  return parseCsv(pieces.join(''), options, path);
}
