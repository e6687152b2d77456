import { DataError } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { type RankingOptions, ranked } from './ranked.js';

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
 * Precision against recall, as scikit-learn's `precision_recall_curve` computes it.
 *
 * @param actual 0 or 1 for each sample
 * @param scores one for each sample; the higher, the more likely 1
 * @throws DataError if no sample is positive, for unequal lengths, and for values that are not finite; ShapeError for more
 * than one column; OptionError for an unknown option
 *
 * @example
 * ```ts
 * precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).recall; // [1, 1, 0.5, 0.5, 0]
 * ```
 */
export function precisionRecallCurve(
  actual: ArrayInput,
  scores: ArrayInput,
  options: RankingOptions = {},
): PrecisionRecallCurve {
  return precisionRecallCurveOf('precisionRecallCurve', actual, scores, options);
}

/** `where` is what the caller is called in messages. */
export function precisionRecallCurveOf(
  where: string,
  actual: ArrayInput,
  scores: ArrayInput,
  options: RankingOptions,
): PrecisionRecallCurve {
  const { thresholds, truePositives, falsePositives, positives } = ranked(where, actual, scores, options);
  if (positives === 0) {
    throw new DataError({ where, expected: 'at least one positive sample', received: 'none' });
  }
  const precision = truePositives.map((count, index) => count / (count + falsePositives[index]!));
  const recall = truePositives.map((count) => count / positives);
  return {
    precision: [...precision.reverse(), 1],
    recall: [...recall.reverse(), 0],
    thresholds: thresholds.toReversed(),
  };
}
