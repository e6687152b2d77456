import type { ArrayInput } from '@neutype/ndarray';
import { precisionRecallCurveOf } from './precisionRecallCurve.js';
import type { RankingOptions } from './ranked.js';

/**
 * The mean precision over thresholds, each weighted by the recall that it adds, as scikit-learn's
 * `average_precision_score` computes it: the area under the steps of the precision-recall curve.
 *
 * @param actual 0 or 1 for each sample
 * @param scores one for each sample; the higher, the more likely 1
 * @returns 0 to 1; the share of positives for scores that tell nothing
 * @throws DataError if no sample is positive, for unequal lengths, and for values that are not finite; ShapeError for more
 * than one column; OptionError for an unknown option
 *
 * @example
 * ```ts
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.8333…
 * ```
 */
export function averagePrecisionScore(
  actual: ArrayInput,
  scores: ArrayInput,
  options: RankingOptions = {},
): number {
  const { precision, recall } = precisionRecallCurveOf('averagePrecisionScore', actual, scores, options);
  let sum = 0;
  for (let i = 0; i < recall.length - 1; i++) sum += (recall[i]! - recall[i + 1]!) * precision[i]!;
  return sum;
}
