import { checkFlag, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { checkText } from '../support/checkText.js';

export interface CsvOptions {
  /** Whether the first line names the columns; true by default. Without names, columns are called '0', '1', … */
  readonly header?: boolean | undefined;
  /** The column that is to be predicted: it is left out of `x`, and given as texts. */
  readonly target?: string | undefined;
  /** Columns to leave out. */
  readonly ignore?: readonly string[] | undefined;
  /** What separates fields; ',' by default. */
  readonly delimiter?: string | undefined;
  /** The number that stands for an empty field, which may be NaN; by default an empty field is an error. */
  readonly missing?: number | undefined;
}

const NAMES = optionNames<CsvOptions>({
  header: true,
  target: true,
  ignore: true,
  delimiter: true,
  missing: true,
});

/** @throws OptionError for an unknown option, or one that cannot be */
export function checkCsvOptions(where: string, options: CsvOptions): void {
  checkOptions(where, options, NAMES);
  const { header, target, ignore, delimiter, missing } = options;
  if (header !== undefined) checkFlag(`${where}, header`, header);
  if (target !== undefined) checkName(`${where}, target`, target);
  if (ignore !== undefined) checkIgnored(`${where}, ignore`, ignore);
  if (delimiter !== undefined) checkDelimiter(`${where}, delimiter`, delimiter);
  if (missing !== undefined) checkMissing(`${where}, missing`, missing);
}

function checkName(where: string, name: unknown): void {
  if (typeof name === 'string') return;
  throw new OptionError({
    where,
    expected: "a column's name",
    received: shown(name),
    remedy: "Columns without names are called '0', '1', …",
  });
}

function checkIgnored(where: string, names: unknown): void {
  if (!Array.isArray(names)) {
    throw new OptionError({
      where,
      expected: "an array of columns' names",
      received: shown(names),
      ...(typeof names === 'string' && { remedy: `Write [${shown(names)}].` }),
    });
  }
  for (const name of names) checkName(where, name);
}

function checkDelimiter(where: string, delimiter: unknown): void {
  checkText(where, delimiter, 'what separates fields');
  if (!/["\r\n]/.test(delimiter)) return;
  throw new OptionError({
    where,
    expected: 'a separator without quotes and ends of lines',
    received: shown(delimiter),
  });
}

function checkMissing(where: string, missing: unknown): void {
  const fits =
    typeof missing === 'number' && (Number.isNaN(missing) || Number.isFinite(Math.fround(missing)));
  if (!fits) {
    throw new OptionError({
      where,
      expected: 'a number that float32 can hold, or NaN',
      received: shown(missing),
    });
  }
}
