import { shown } from '@neutype/errors';

/** Sizes of the dimensions, the batch dimension left out: `[784]` for rows of 784 features, `[28, 28, 1]` for images. */
export type Shape = readonly number[];

/** Whether it is an array of sizes from 1. */
export const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size > 0);

/** A shape, or what was given for one, as it is written: `[28, 28, 1]`. */
export const shownShape = (value: unknown): string =>
  Array.isArray(value) && value.length <= 8 ? `[${value.map(shown).join(', ')}]` : shown(value);

/** Number of elements of an array of this shape; `1` for the shape of a scalar. */
export const elementCount = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** A shape with its batch dimension, as it is printed everywhere: `(?, 28, 28, 1)`. */
export const formatBatchShape = (shape: Shape): string => `(${['?', ...shape].join(', ')})`;

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** A number with its thousands apart: `545,810`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');
