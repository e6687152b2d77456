import { readFile } from 'node:fs/promises';
import { type CsvOptions, type CsvTable, parseCsv } from './parseCsv.js';

/**
 * Numbers from a file of comma-separated values; see {@link parseCsv}.
 *
 * @throws CorruptFileError for what cannot be read as numbers, with line and column
 *
 * @example
 * ```ts
 * const { x, target } = await readCsv('iris.csv', { target: 'species' });
 * const y = oneHot(labelEncoder(target).encode(target));
 * ```
 */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<CsvTable> {
  return parseCsv(await readFile(path, 'utf8'), options, path);
}
