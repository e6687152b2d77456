import { checkNumber, OptionError, shown } from '@neutype/errors';
import { isShaped, type NumberList, type ShapedArray, toList } from './arrays/matrix.js';
import { PlotError } from './plotError.js';

/** Refuses what is not a text. */
export function checkText(where: string, value: unknown): asserts value is string {
  if (typeof value === 'string') return;
  throw new OptionError({ where, expected: 'a text', received: shown(value) });
}

/** Refuses what are not two finite numbers. */
export function checkPixelRange(where: string, range: unknown): void {
  if (range === undefined) return;
  if (!Array.isArray(range) || range.length !== 2) {
    throw new OptionError({ where, expected: 'the values of black and white', received: shown(range) });
  }
  checkNumber(`${where}, black`, range[0]);
  checkNumber(`${where}, white`, range[1]);
}

/** Names or captions as texts: given as texts, numbers, or an array of numbers in any of its forms. */
export function toTexts(where: string, values: unknown): string[] {
  if (!Array.isArray(values)) return Array.from(toList(where, values as NumberList | ShapedArray), String);
  return Array.from<unknown, string>(values, (value, index) => {
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const received = `${index in values ? shown(value) : 'a hole'} at [${index}]`;
    throw new OptionError({ where, expected: 'texts or numbers', received });
  });
}

/** Names of classes: those given, one for each class, or 0, 1, 2, … */
export function classNames(where: string, labels: unknown, count: number): string[] {
  if (labels === undefined) return Array.from({ length: count }, (_, index) => String(index));
  const names = toTexts(`${where}, labels`, labels);
  if (names.length === count) return names;
  const expected = `${count} labels, one for each class`;
  throw new OptionError({ where: `${where}, labels`, expected, received: `${names.length}` });
}

/** Refuses classes that are not the index of a column: counted from 1, all would be taken for their neighbors. */
export function checkClasses(where: string, classes: NumberList, count: number, columns: string): void {
  for (let i = 0; i < classes.length; i++) {
    const value = classes[i]!;
    if (Number.isInteger(value) && value >= 0 && value < count) continue;
    throw new PlotError({
      where,
      expected: `classes from 0 to ${count - 1}, one for each column of ${columns}`,
      received: `${value} at [${i}]`,
    });
  }
}

/** Refuses what is not an object with fields, such as options, layers and histories are. */
export function checkObject(where: string, value: unknown, expected: string, remedy?: string): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !isShaped(value);
  if (isObject && !ArrayBuffer.isView(value)) return;
  throw new PlotError({ where, expected, received: shown(value), ...(remedy !== undefined && { remedy }) });
}
