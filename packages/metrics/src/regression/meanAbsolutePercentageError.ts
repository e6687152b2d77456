import type { ArrayInput } from '@neutype/ndarray';
import { checkWeightOptions, type WeightOptions } from '../input/columns.js';
import { meanOf } from '../sums.js';
import { meansOf, readOutputs } from './outputs.js';

/**
 * The mean of |y − ŷ| / |y|, as scikit-learn's `mean_absolute_percentage_error` computes it: 0.1 is 10 %. Where y is 0,
 * it is divided by 2⁻⁵² instead, and huge; of several outputs, the mean of theirs.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that
 * differ; OptionError for an unknown option
 *
 * @example
 * ```ts
 * meanAbsolutePercentageError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.3273809523809524
 * ```
 */
export function meanAbsolutePercentageError(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: WeightOptions = {},
): number {
  checkWeightOptions('meanAbsolutePercentageError', options);
  const outputs = readOutputs('meanAbsolutePercentageError', actual, predicted, options.sampleWeight);
  return meanOf(meansOf(outputs, (y, p) => Math.abs(y - p) / Math.max(Math.abs(y), Number.EPSILON)));
}
