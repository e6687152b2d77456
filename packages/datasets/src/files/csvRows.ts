import { CsvError, parse } from 'csv-parse/sync';
import { CorruptFileError } from '../support/errors.js';

/** The fields of one row, and the line of the file on which it ends. */
export interface CsvRow {
  readonly fields: readonly string[];
  readonly line: number;
}

/**
 * The rows of a table as RFC 4180 has them. Every end of a line counts as \n, in quoted fields too.
 *
 * @throws CorruptFileError for rows of unequal length and quotes that are out of place, with line and field
 */
export function csvRows(text: string, delimiter: string, file: string): CsvRow[] {
  const rows = parsed(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, delimiter, file);
  const width = rows[0]?.fields.length ?? 0;
  const uneven = rows.find(({ fields }) => fields.length !== width);
  if (uneven === undefined) return rows;
  throw new CorruptFileError(
    file,
    `line ${lineOf(uneven, 0)}: expected ${width} fields, as in the first row, got ${uneven.fields.length}.`,
  );
}

/** The line on which a field of a row begins, which may be before its end: quoted fields hold lines. */
export function lineOf({ fields, line }: CsvRow, column: number): number {
  return fields.slice(column).reduce((at, field) => at - (field.split('\n').length - 1), line);
}

function parsed(text: string, delimiter: string, file: string): CsvRow[] {
  try {
    const records: unknown = parse(text, {
      delimiter,
      record_delimiter: '\n',
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    });
    return (records as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      fields: record,
      line: info.lines,
    }));
  } catch (error) {
    throw new CorruptFileError(file, problemOf(error as Error, text), { cause: error });
  }
}

const QUOTES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
  CSV_INVALID_CLOSING_QUOTE:
    'there is text behind the closing quote; a quote in a quoted field is written twice',
  INVALID_OPENING_QUOTE: 'there is a quote in a field that does not begin with one; put the field in quotes',
};

function problemOf(error: Error, text: string): string {
  const quote = error instanceof CsvError ? QUOTES[error.code] : undefined;
  if (quote === undefined) return `not readable as CSV: ${error.message}.`;
  const { bytes, column } = error as Error & { bytes?: number; column?: number };
  const before = Buffer.from(text).subarray(0, bytes).toString();
  return `line ${before.split('\n').length}, field ${Number(column) + 1}: ${quote}.`;
}
