import type { ArrayInput } from '@neutype/ndarray';
import { checkWeightOptions, type WeightOptions } from '../input/columns.js';
import { meanOf } from '../sums.js';
import { meansOf, readOutputs } from './outputs.js';

/**
 * The mean of (y − ŷ)², as scikit-learn's `mean_squared_error` computes it; of several outputs, the mean of theirs.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that
 * differ; OptionError for an unknown option
 *
 * @example
 * ```ts
 * meanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.375
 * ```
 */
export function meanSquaredError(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: WeightOptions = {},
): number {
  checkWeightOptions('meanSquaredError', options);
  const outputs = readOutputs('meanSquaredError', actual, predicted, options.sampleWeight);
  return meanOf(meansOf(outputs, (y, p) => (y - p) ** 2));
}
