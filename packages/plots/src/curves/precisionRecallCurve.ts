import type { NumberList, ShapedArray } from '../arrays/matrix.js';
import { PlotError } from '../plotError.js';
import { ranked } from './ranked.js';

export interface PrecisionRecallCurve {
  /** From the lowest threshold up; ends with 1, where nothing is taken as positive. */
  readonly precision: number[];
  /** Falls to 0 with rising threshold. */
  readonly recall: number[];
  /** One fewer than points. */
  readonly thresholds: number[];
  /** Σ (Rₙ − Rₙ₋₁) Pₙ: the area under the steps. */
  readonly averagePrecision: number;
}

/**
 * Precision against recall, as scikit-learn's `precision_recall_curve` and `average_precision_score` compute it.
 *
 * @param actual 0 or 1 for each sample
 * @param scores the higher, the more likely 1
 * @throws PlotError when no sample is positive, or the arguments do not fit together; DataError for what is no array of
 * numbers
 *
 * @example
 * ```ts
 * precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).averagePrecision; // 0.8333…
 * ```
 */
export const precisionRecallCurve = (
  actual: NumberList | ShapedArray,
  scores: NumberList | ShapedArray,
): PrecisionRecallCurve => {
  const { thresholds, truePositives, falsePositives, positives, negatives } = ranked(
    'precisionRecallCurve',
    actual,
    scores,
  );
  if (positives === 0) {
    throw new PlotError({
      where: 'precisionRecallCurve',
      expected: `at least one positive sample among ${negatives}`,
      received: 'none',
    });
  }
  const precision = truePositives.map((count, index) => count / (count + falsePositives[index]!));
  const recall = truePositives.map((count) => count / positives);
  const averagePrecision = recall.reduce(
    (sum, value, index) => sum + (value - (recall[index - 1] ?? 0)) * precision[index]!,
    0,
  );
  return {
    precision: [...precision.reverse(), 1],
    recall: [...recall.reverse(), 0],
    thresholds: [...thresholds].reverse(),
    averagePrecision,
  };
};
