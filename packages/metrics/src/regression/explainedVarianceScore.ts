import type { ArrayInput } from '@neutype/ndarray';
import { checkExplainedOptions, type ExplainedOptions, explainedShare } from './explained.js';
import { readOutputs, variancesOf } from './outputs.js';

/**
 * The share of the variance that is explained, 1 − Var(y − ŷ) / Var(y), as scikit-learn's `explained_variance_score`
 * computes it: 1 is perfect. Unlike `r2Score` it does not mind predictions that are all off by the same.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that
 * differ; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * explainedVarianceScore([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9571734475374732
 * ```
 */
export function explainedVarianceScore(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: ExplainedOptions = {},
): number {
  checkExplainedOptions('explainedVarianceScore', options);
  const outputs = readOutputs('explainedVarianceScore', actual, predicted, options.sampleWeight);
  const unexplained = variancesOf(outputs, (y, p) => y - p);
  return explainedShare({ unexplained, all: variancesOf(outputs, (y) => y) }, options);
}
