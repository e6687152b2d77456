import { shown } from '@neutype/errors';

/** Sizes of the dimensions, the batch dimension left out: `[784]` for rows of 784 features, `[28, 28, 1]` for images. */
export type Shape = readonly number[];

/** Whether it is an array of sizes from 1. */
export function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size > 0);
}

/** A shape, or what was given for one, as it is written: `[28, 28, 1]`. */
export function shownShape(value: unknown): string {
  return Array.isArray(value) && value.length <= 8 ? `[${value.map(shown).join(', ')}]` : shown(value);
}

/** Number of elements of an array of this shape; `1` for the shape of a scalar. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A shape with its batch dimension, as it is printed everywhere: `(?, 28, 28, 1)`. */
export function formatBatchShape(shape: Shape): string {
  return `(${['?', ...shape].join(', ')})`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** A number with its thousands apart: `545,810`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
