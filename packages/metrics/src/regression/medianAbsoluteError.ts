import type { ArrayInput } from '@neutype/ndarray';
import { checkWeightOptions, type WeightOptions } from '../input/columns.js';
import { meanOf } from '../sums.js';
import { eachOutput, readOutputs } from './outputs.js';
import { weightedMedian } from './weightedMedian.js';

/**
 * The median of |y − ŷ|, which outliers do not move, as scikit-learn's `median_absolute_error` computes it; of several
 * outputs, the mean of theirs. With weights it is the error up to which half of the weight lies.
 *
 * R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", 1996 (definition 2, for weights).
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that
 * differ; OptionError for an unknown option
 *
 * @example
 * ```ts
 * medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.5
 * ```
 */
export function medianAbsoluteError(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: WeightOptions = {},
): number {
  checkWeightOptions('medianAbsoluteError', options);
  const outputs = readOutputs('medianAbsoluteError', actual, predicted, options.sampleWeight);
  const medians = eachOutput(
    outputs,
    (y, p) => Math.abs(y - p),
    (errors) => (outputs.weights === undefined ? median(errors) : weightedMedian(errors, outputs.weights)),
  );
  return meanOf(medians);
}

function median(values: Float64Array): number {
  values.sort();
  const middle = values.length >>> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
