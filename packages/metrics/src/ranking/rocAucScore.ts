import type { ArrayInput } from '@neutype/ndarray';
import type { RankingOptions } from './ranked.js';
import { rocCurveOf } from './rocCurve.js';

/**
 * The area under the ROC curve, as scikit-learn's `roc_auc_score` computes it: the probability that a positive sample
 * scores higher than a negative one, ties counting half.
 *
 * @param actual 0 or 1 for each sample
 * @param scores one for each sample; the higher, the more likely 1
 * @returns 0 to 1; 0.5 for scores that tell nothing
 * @throws DataError if either class has no sample, for unequal lengths, and for values that are not finite; ShapeError for
 * more than one column; OptionError for an unknown option
 *
 * @example
 * ```ts
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * ```
 */
export function rocAucScore(actual: ArrayInput, scores: ArrayInput, options: RankingOptions = {}): number {
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurveOf('rocAucScore', actual, scores, options);
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return area;
}
