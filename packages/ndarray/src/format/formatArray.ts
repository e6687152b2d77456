import { dtypeOf, type TypedArray } from '../dtype.js';
import { type ElementFormat, elementFormat, formatScalar } from './numbers.js';
import { GAP, shownIndices } from './shownIndices.js';

/* NumPy's print options: https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html */
const THRESHOLD = 1000;
const LINE_WIDTH = 75;

interface Printable {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/**
 * An array as NumPy's `str` prints it.
 *
 * Source: NumPy 2.4, `numpy/_core/arrayprint.py`.
 */
export function formatArray({ data, shape }: Printable): string {
  const dtype = dtypeOf(data)!;
  if (shape.length === 0) return formatScalar(data[0]!, dtype);
  if (data.length === 0) return '[]';
  const shown = shape.map((dimension) => shownIndices(dimension, data.length > THRESHOLD));
  const format = elementFormat(collect(data, shape, shown, 0), dtype);
  return block(data, shape, shown, 0, format, 0);
}

/** The elements that will be printed, from `axis` on, of the part of the data that starts at element `start`. */
function collect(
  data: TypedArray,
  shape: readonly number[],
  shown: readonly number[][],
  start: number,
  axis = 0,
): number[] {
  if (axis === shape.length) return [data[start]!];
  return shown[axis]!.filter((index) => index !== GAP).flatMap((index) =>
    collect(data, shape, shown, (start + index) * (shape[axis + 1] ?? 1), axis + 1),
  );
}

function block(
  data: TypedArray,
  shape: readonly number[],
  shown: readonly number[][],
  start: number,
  format: ElementFormat,
  axis: number,
): string {
  const indent = ' '.repeat(axis + 1);
  if (axis === shape.length - 1) {
    const words = shown[axis]!.map((index) => (index === GAP ? '...' : format(data[start + index]!)));
    return `[${wrap(words, indent, LINE_WIDTH - axis - 1)}]`;
  }
  const parts = shown[axis]!.map((index) =>
    index === GAP ? '...' : block(data, shape, shown, (start + index) * shape[axis + 1]!, format, axis + 1),
  );
  return `[${parts.join('\n'.repeat(shape.length - 1 - axis) + indent)}]`;
}

/** Words in lines no longer than `width`, the indent included; the first line's indent is left to the caller. */
function wrap(words: readonly string[], indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  words.forEach((word, index) => {
    if (line.length + word.length > width && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += index === words.length - 1 ? word : `${word} `;
  });
  lines.push(line);
  return lines.join('\n').slice(indent.length);
}
