import { type Labels, readPairs } from './labels.js';

/**
 * The share of samples whose class was predicted right, from 0 to 1.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * @throws DataError for no samples, unequal lengths, or values that are no classes; ShapeError for one-hot rows
 *
 * @example
 * ```ts
 * accuracyScore([3, 1, 4, 1], [3, 1, 4, 7]); // 0.75
 * ```
 */
export function accuracyScore(actual: Labels, predicted: Labels): number {
  const pairs = readPairs('accuracyScore', actual, predicted);
  let right = 0;
  for (let index = 0; index < pairs.actual.length; index++) {
    if (pairs.actual[index] === pairs.predicted[index]) right++;
  }
  return right / pairs.actual.length;
}
