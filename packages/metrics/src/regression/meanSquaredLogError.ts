import type { ArrayInput } from '@neutype/ndarray';
import { checkWeightOptions, type WeightOptions } from '../input/columns.js';
import { meanOf } from '../sums.js';
import { readOutputs } from './outputs.js';
import { squaredLogErrors } from './squaredLogErrors.js';

/**
 * The mean of (ln(1 + y) − ln(1 + ŷ))², as scikit-learn's `mean_squared_log_error` computes it: for numbers that grow
 * exponentially, such as counts and prices; of several outputs, the mean of theirs.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite, or not above -1; ShapeError for
 * shapes that differ; OptionError for an unknown option
 *
 * @example
 * ```ts
 * meanSquaredLogError([3, 5, 2.5, 7], [2.5, 5, 4, 8]); // 0.03973012298459379
 * ```
 */
export function meanSquaredLogError(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: WeightOptions = {},
): number {
  checkWeightOptions('meanSquaredLogError', options);
  const outputs = readOutputs('meanSquaredLogError', actual, predicted, options.sampleWeight);
  return meanOf(squaredLogErrors('meanSquaredLogError', outputs));
}
