import type { ArrayInput } from '@neutype/ndarray';
import type { BinaryLabels } from '../input/binary.js';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import { type Ranked, type RankingOptions, ranked } from './ranked.js';

/** Precision and recall for each threshold. */
export interface PrecisionRecallCurve {
  /** From the lowest threshold up; ends with 1, where no sample counts as positive. */
  readonly precision: number[];
  /** Falls to 0 as the threshold rises. */
  readonly recall: number[];
  /** Lowest first; one fewer than there are points. */
  readonly thresholds: number[];
}

/**
 * Precision against recall, as scikit-learn's `precision_recall_curve` computes it. `averagePrecisionOf` is the area
 * under its steps.
 *
 * @param actual 0 or 1 for each sample, or two classes with the option `posLabel`
 * @param scores one for each sample; the higher, the more likely positive
 * @throws UndefinedMetricError if no sample is positive; DataError for no samples, unequal lengths, and values that are
 * not finite; ShapeError for more than one column; OptionError for an unknown option
 *
 * @example
 * ```ts
 * precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).recall; // [1, 1, 0.5, 0.5, 0]
 * ```
 */
export function precisionRecallCurve(
  actual: BinaryLabels,
  scores: ArrayInput,
  options: RankingOptions = {},
): PrecisionRecallCurve {
  return precisionRecallCurveOf(
    'precisionRecallCurve',
    ranked('precisionRecallCurve', actual, scores, options),
  );
}

/** `where` is what the caller is called in messages. */
export function precisionRecallCurveOf(where: string, counts: Ranked): PrecisionRecallCurve {
  const { thresholds, truePositives, falsePositives, positives } = counts;
  if (positives === 0) {
    throw new UndefinedMetricError({ where, expected: 'at least one positive sample', received: 'none' });
  }
  const curve: PrecisionRecallCurve = { precision: [], recall: [], thresholds: [] };
  for (let index = thresholds.length - 1; index >= 0; index--) {
    const right = truePositives[index]!;
    curve.precision.push(right / (right + falsePositives[index]!));
    curve.recall.push(right / positives);
    curve.thresholds.push(thresholds[index]!);
  }
  curve.precision.push(1);
  curve.recall.push(0);
  return curve;
}
