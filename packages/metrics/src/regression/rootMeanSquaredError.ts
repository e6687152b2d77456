import type { ArrayInput } from '@neutype/ndarray';
import { checkWeightOptions, type WeightOptions } from '../input/columns.js';
import { meanOf } from '../sums.js';
import { meansOf, readOutputs } from './outputs.js';

/**
 * The root of the mean of (y − ŷ)², in the unit of y, as scikit-learn's `root_mean_squared_error` computes it; of
 * several outputs, the mean of their roots.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that
 * differ; OptionError for an unknown option
 *
 * @example
 * ```ts
 * rootMeanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.6123724356957945
 * ```
 */
export function rootMeanSquaredError(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: WeightOptions = {},
): number {
  checkWeightOptions('rootMeanSquaredError', options);
  const outputs = readOutputs('rootMeanSquaredError', actual, predicted, options.sampleWeight);
  return meanOf(meansOf(outputs, (y, p) => (y - p) ** 2).map(Math.sqrt));
}
