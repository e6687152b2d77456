import type { ArrayInput } from '@neutype/ndarray';
import { checkWeightOptions, type WeightOptions } from '../input/columns.js';
import { meanOf } from '../sums.js';
import { readOutputs } from './outputs.js';
import { squaredLogErrors } from './squaredLogErrors.js';

/**
 * The root of the mean of (ln(1 + y) − ln(1 + ŷ))², as scikit-learn's `root_mean_squared_log_error` computes it: for
 * numbers that grow exponentially, such as counts and prices; of several outputs, the mean of their roots.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite, or not above -1; ShapeError for
 * shapes that differ; OptionError for an unknown option
 *
 * @example
 * ```ts
 * rootMeanSquaredLogError([3, 5, 2.5, 7], [2.5, 5, 4, 8]); // 0.19932416558108
 * ```
 */
export function rootMeanSquaredLogError(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: WeightOptions = {},
): number {
  checkWeightOptions('rootMeanSquaredLogError', options);
  const outputs = readOutputs('rootMeanSquaredLogError', actual, predicted, options.sampleWeight);
  return meanOf(squaredLogErrors('rootMeanSquaredLogError', outputs).map(Math.sqrt));
}
