import { NdArray } from '@neutype/ndarray';
import { parse } from 'csv-parse/sync';
import { CorruptFileError } from '../support/errors.js';

export interface CsvOptions {
  /** Whether the first line names the columns; true by default. Without names, columns are called '0', '1', … */
  readonly header?: boolean | undefined;
  /** The column that is to be predicted: it is left out of `x`, and given as texts. */
  readonly target?: string | undefined;
  /** Columns to leave out. */
  readonly ignore?: readonly string[] | undefined;
  /** What separates fields; ',' by default. */
  readonly delimiter?: string | undefined;
  /** The number that stands for an empty field; by default an empty field is an error. */
  readonly missing?: number | undefined;
}

export interface CsvTable {
  /** float32 of shape [rows, columns]. */
  readonly x: NdArray<Float32Array>;
  /** The names of the columns of `x`. */
  readonly columns: readonly string[];
  /** The target column, as texts: number them with `labelEncoder`, or read them with `Number`. Empty without target. */
  readonly target: readonly string[];
}

/**
 * Numbers from a table of comma-separated values (RFC 4180, read by csv-parse).
 *
 * @param text the table
 * @param file what errors call it
 * @throws CorruptFileError for rows of unequal length and fields that are not numbers, with line and column; RangeError
 *   for a column that is not there
 *
 * @example
 * ```ts
 * const { x, target } = parseCsv('width,height,kind\n1,2,rose\n3,4,iris\n', { target: 'kind' });
 * console.log(x.toArray(), target); // [[1, 2], [3, 4]] ['rose', 'iris']
 * ```
 */
export function parseCsv(text: string, options: CsvOptions = {}, file = 'CSV'): CsvTable {
  const { header = true, delimiter = ',', target, ignore = [] } = options;
  const lines = records(text, delimiter, file);
  const names = header ? (lines.shift()?.record ?? []) : (lines[0]?.record.map((_, i) => String(i)) ?? []);
  for (const name of [...ignore, ...(target === undefined ? [] : [target])]) checkColumn(name, names, file);
  const used = names.flatMap((name, index) => (name === target || ignore.includes(name) ? [] : [index]));
  const data = new Float32Array(lines.length * used.length);
  lines.forEach(({ record, line }, row) => {
    used.forEach((column, position) => {
      const where = `line ${line}, column '${names[column]}'`;
      data[row * used.length + position] = toNumber(record[column]!, where, options, file);
    });
  });
  const targetIndex = target === undefined ? -1 : names.indexOf(target);
  return {
    x: new NdArray(data, [lines.length, used.length]),
    columns: used.map((index) => names[index]!),
    target: targetIndex === -1 ? [] : lines.map(({ record }) => record[targetIndex]!),
  };
}

interface Line {
  readonly record: string[];
  readonly line: number;
}

function records(text: string, delimiter: string, file: string): Line[] {
  try {
    const parsed = parse(text, { delimiter, bom: true, trim: true, skip_empty_lines: true, info: true });
    return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch (error) {
    throw new CorruptFileError(file, `not readable as CSV: ${(error as Error).message}`, { cause: error });
  }
}

function toNumber(field: string, where: string, { missing }: CsvOptions, file: string): number {
  if (field === '' && missing !== undefined) return missing;
  const number = field === '' ? Number.NaN : Number(field);
  if (Number.isNaN(number)) {
    throw new CorruptFileError(
      file,
      `${where}: expected a number, got ${field === '' ? 'an empty field' : JSON.stringify(field)}. ` +
        (field === ''
          ? 'Say with `missing` what empty fields count as.'
          : 'Leave the column out with `ignore`.'),
    );
  }
  return number;
}

function checkColumn(name: string, names: readonly string[], file: string): void {
  if (!names.includes(name)) {
    throw new RangeError(`${file}: there is no column '${name}'; there are ${names.join(', ')}.`);
  }
}
