import type { ArrayInput } from '@neutype/ndarray';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import { checkExplainedOptions, type ExplainedOptions, explainedShare } from './explained.js';
import { meansOf, readOutputs, variancesOf } from './outputs.js';

/**
 * The share of the variance that is explained, R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)², as scikit-learn's `r2_score` computes
 * it: 1 is perfect, 0 no better than always predicting the mean, and it can be below.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted ones, in the same shape
 * @throws UndefinedMetricError for a single sample; DataError for no samples, unequal lengths, and numbers that are not
 * finite; ShapeError for shapes that differ; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9486081370449679
 * ```
 */
export function r2Score(actual: ArrayInput, predicted: ArrayInput, options: ExplainedOptions = {}): number {
  const where = 'r2Score';
  checkExplainedOptions(where, options);
  const outputs = readOutputs(where, actual, predicted, options.sampleWeight);
  if (outputs.count < 2) {
    throw new UndefinedMetricError({ where, expected: 'at least two samples', received: 'one' });
  }
  const unexplained = meansOf(outputs, (y, p) => (y - p) ** 2);
  return explainedShare({ unexplained, all: variancesOf(outputs, (y) => y) }, options);
}
