import { DataError, nearestName, shown } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { checkText } from '../support/checkText.js';
import { CorruptFileError } from '../support/errors.js';
import { csvNumber } from './csvNumber.js';
import { type CsvOptions, checkCsvOptions } from './csvOptions.js';
import { type CsvRow, csvRows, lineOf } from './csvRows.js';

export interface CsvTable {
  /** float32 of shape [rows, columns]. */
  readonly x: NdArray<Float32Array>;
  /** The names of the columns of `x`. */
  readonly columns: readonly string[];
  /** The target column, as texts: number them with `labelEncoder`, or read them with `Number`. Empty without target. */
  readonly target: readonly string[];
}

/**
 * Numbers from a table of comma-separated values (RFC 4180, read by csv-parse). Numbers are decimal, as 2.5 or -3e-4.
 *
 * @param text the table
 * @param file what errors call it
 * @throws CorruptFileError, with line and column, for what cannot be read as a table of numbers: rows of unequal length,
 *   quotes out of place, fields that are not numbers or too large for float32, targets that are empty, a column that is
 *   not there or two of one name, no rows; OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const { x, target } = parseCsv('width,height,kind\n1,2,rose\n3,4,iris\n', { target: 'kind' });
 * console.log(x.toArray(), target); // [[1, 2], [3, 4]] ['rose', 'iris']
 * ```
 */
export function parseCsv(text: string, options: CsvOptions = {}, file = 'CSV'): CsvTable {
  checkCsvOptions('parseCsv', options);
  checkText('parseCsv, file', file, 'a name for errors');
  if (typeof text !== 'string') {
    throw new DataError({ where: 'parseCsv', expected: 'the table as text', received: shown(text) });
  }
  const { header = true, delimiter = ',', target, ignore = [] } = options;
  const rows = csvRows(text, delimiter, file);
  const top = header ? rows.shift() : undefined;
  if (rows.length === 0) {
    throw new CorruptFileError(
      file,
      `there are no rows${top === undefined ? '' : ' below the names of the columns'}.`,
    );
  }
  const names = top?.fields ?? rows[0]!.fields.map((_, index) => String(index));
  checkNames(names, target, ignore, file);
  const used = names.flatMap((name, index) => (name === target || ignore.includes(name) ? [] : [index]));
  return {
    x: numbersOf(rows, used, names, options, file),
    columns: used.map((index) => names[index]!),
    target: target === undefined ? [] : textsOf(rows, names.indexOf(target), target, file),
  };
}

function checkNames(
  names: readonly string[],
  target: string | undefined,
  ignore: readonly string[],
  file: string,
): void {
  for (const name of target === undefined ? ignore : [target, ...ignore]) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    const hint = nearest === undefined ? '' : ` Did you mean ${shown(nearest)}?`;
    throw new CorruptFileError(
      file,
      `there is no column ${shown(name)}.${hint} There are ${names.map(shown).join(', ')}.`,
    );
  }
  if (target !== undefined && ignore.includes(target)) {
    throw new CorruptFileError(file, `column ${shown(target)} is both the target and to be ignored.`);
  }
  const again = names.findIndex(
    (name, index) => names.indexOf(name) < index && (name === target || !ignore.includes(name)),
  );
  if (again === -1) return;
  const name = names[again]!;
  throw new CorruptFileError(
    file,
    `line 1: columns ${names.indexOf(name) + 1} and ${again + 1} are both called ${shown(name)}. ` +
      'Give each a name of its own, or leave them out with `ignore`.',
  );
}

function numbersOf(
  rows: readonly CsvRow[],
  used: readonly number[],
  names: readonly string[],
  { missing }: CsvOptions,
  file: string,
): NdArray<Float32Array> {
  const data = new Float32Array(rows.length * used.length);
  let at = 0;
  for (const row of rows) {
    for (const column of used) {
      const field = row.fields[column]!;
      const number = field.trim() === '' && missing !== undefined ? missing : csvNumber(field);
      if (typeof number !== 'number') {
        throw new CorruptFileError(
          file,
          `${placeOf(row, column, names[column]!)}: expected ${number.expected}, got ${describe(field)}. ${number.remedy}`,
        );
      }
      data[at++] = number;
    }
  }
  return new NdArray(data, [rows.length, used.length]);
}

function textsOf(rows: readonly CsvRow[], column: number, name: string, file: string): string[] {
  return rows.map((row) => {
    const field = row.fields[column]!;
    if (field.trim() !== '') return field;
    throw new CorruptFileError(
      file,
      `${placeOf(row, column, name)}: expected a label, got an empty field. Fill it in, or take the row out.`,
    );
  });
}

function placeOf(row: CsvRow, column: number, name: string): string {
  return `line ${lineOf(row, column)}, column ${shown(name)}`;
}

function describe(field: string): string {
  return field.trim() === '' ? 'an empty field' : shown(field);
}
