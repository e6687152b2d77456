import { shown } from '@neutype/errors';
import { formatShape } from '@neutype/ndarray';

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

/** A shape with its batch dimension: `[?, 28, 28, 1]`. */
export function formatBatchShape(shape: Shape): string {
  return formatShape([null, ...shape]);
}

/** A number with its thousands apart: `545,810`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
