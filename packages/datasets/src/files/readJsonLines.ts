import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { CorruptFileError } from '../support/errors.js';

/**
 * The values of a file that has one JSON value a line, read as they are asked for; `.gz` is decompressed on the way.
 * Empty lines are passed over.
 *
 * @throws CorruptFileError for a line that is not JSON, with its number
 *
 * @example
 * ```ts
 * for await (const { text, label } of readJsonLines<{ text: string; label: number }>('reviews.jsonl')) {
 *   console.log(label, text);
 * }
 * ```
 */
export async function* readJsonLines<T = unknown>(path: string): AsyncGenerator<T> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (text.trim() !== '') yield parseLine<T>(text, line, path);
    }
  } finally {
    file.destroy();
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
