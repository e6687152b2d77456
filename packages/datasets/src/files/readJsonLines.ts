import { checkCount, checkOptions, optionNames } from '@neutype/errors';
import { checkText } from '../support/checkText.js';
import { CorruptFileError } from '../support/errors.js';
import { fileText } from './fileText.js';

export interface JsonLinesOptions {
  /** Characters after which a line counts as endless; 2 ** 26 (67 million) by default. */
  readonly maxLineLength?: number | undefined;
}

const OPTIONS = optionNames<JsonLinesOptions>({ maxLineLength: true });

/**
 * The values of a file that has one JSON value a line, read as they are asked for. The text is UTF-8, or UTF-16 with a
 * byte order mark; gzip is unpacked on the way. Empty lines are passed over.
 *
 * @throws DataNotFoundError for a file that cannot be opened; CorruptFileError for damaged gzip, for what is not text,
 *   and for a line that is too long or not JSON, with its number; OptionError for options that cannot be
 *
 * @example
 * ```ts
 * for await (const { text, label } of readJsonLines<{ text: string; label: number }>('reviews.jsonl')) {
 *   console.log(label, text);
 * }
 * ```
 */
export function readJsonLines<T = unknown>(path: string, options: JsonLinesOptions = {}): AsyncGenerator<T> {
  checkText('readJsonLines, path', path, 'a path');
  checkOptions('readJsonLines', options, OPTIONS);
  const { maxLineLength = 2 ** 26 } = options;
  checkCount('readJsonLines, maxLineLength', maxLineLength);
  return valuesOf<T>(path, maxLineLength);
}

async function* valuesOf<T>(path: string, maxLineLength: number): AsyncGenerator<T> {
  let number = 0;
  for await (const line of linesOf(fileText(path, 'readJsonLines'), maxLineLength, path)) {
    number++;
    if (line.trim() !== '') yield parseLine<T>(line, number, path);
  }
}

/** Lines end with \n alone, so that JSON's own U+2028 stays what it is; a \r before it is white space to JSON. */
async function* linesOf(text: AsyncIterable<string>, limit: number, path: string): AsyncGenerator<string> {
  let number = 1;
  let begun = '';
  for await (const piece of text) {
    const [end, ...more] = piece.split('\n');
    begun += end;
    for (const next of more) {
      yield checked(begun);
      number++;
      begun = next;
    }
    checked(begun);
  }
  yield begun;

  function checked(line: string): string {
    if (line.length <= limit) return line;
    throw new CorruptFileError(
      path,
      `line ${number} is longer than ${limit} characters. If it is meant to be, raise maxLineLength.`,
    );
  }
}

function parseLine<T>(text: string, line: number, path: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new CorruptFileError(path, `line ${line} is not JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
