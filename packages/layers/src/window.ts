import { OptionError } from '@neutype/errors';
import { shownShape } from './shape.js';

/** A size for rows and columns alike, or one for each. */
export type Pair = number | readonly [rows: number, columns: number];

/** Rows and columns of a window option, checked. */
export function toPair(value: Pair, where: string): readonly [number, number] {
  const pair = typeof value === 'number' ? ([value, value] as const) : value;
  const valid = Array.isArray(pair) && pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 1);
  if (valid) return pair;
  throw new OptionError({
    where,
    expected: 'a whole number from 1, or two of them for rows and columns',
    received: shownShape(value),
    remedy: 'Write 2 or [2, 3], for example.',
  });
}

/** How a window moves over one dimension. */
export interface WindowSteps {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'same' | readonly [before: number, after: number];
}

/**
 * How many places a window takes along a dimension of `length`; 0 or less where it does not fit.
 *
 * Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016.
 */
export function outputLength(length: number, { size, stride, dilation, padding }: WindowSteps): number {
  if (padding === 'same') return Math.ceil(length / stride);
  const reach = size + (size - 1) * (dilation - 1);
  return Math.ceil((length + padding[0] + padding[1] - reach + 1) / stride);
}
