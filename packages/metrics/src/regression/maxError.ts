import type { ArrayInput } from '@neutype/ndarray';
import { readOutputs } from './outputs.js';

/**
 * The largest |y − ŷ|, as scikit-learn's `max_error` computes it; of several outputs, the largest of all.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that
 * differ
 *
 * @example
 * ```ts
 * maxError([3, 2, 7, 1], [4, 2, 7, 1]); // 1
 * ```
 */
export function maxError(actual: ArrayInput, predicted: ArrayInput): number {
  const { actual: y, predicted: p } = readOutputs('maxError', actual, predicted, undefined);
  let largest = 0;
  for (let index = 0; index < y.length; index++) largest = Math.max(largest, Math.abs(y[index]! - p[index]!));
  return largest;
}
