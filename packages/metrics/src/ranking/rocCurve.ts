import type { ArrayInput } from '@neutype/ndarray';
import type { BinaryLabels } from '../input/binary.js';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import { type Ranked, type RankingOptions, ranked } from './ranked.js';

/** A receiver operating characteristic: one point for each threshold, from (0, 0) to (1, 1). */
export interface RocCurve {
  readonly falsePositiveRate: number[];
  readonly truePositiveRate: number[];
  /** The score from which on a sample counts as positive, highest first. The first is infinite: no sample reaches it. */
  readonly thresholds: number[];
}

/**
 * The receiver operating characteristic, as scikit-learn's `roc_curve` computes it. Points on a straight line between
 * their neighbors are left out. `auc(falsePositiveRate, truePositiveRate)` is the area under it.
 *
 * @param actual 0 or 1 for each sample, or two classes with the option `posLabel`
 * @param scores one for each sample; the higher, the more likely positive
 * @throws UndefinedMetricError if either class has no sample; DataError for no samples, unequal lengths, and values
 * that are not finite; ShapeError for more than one column; OptionError for an unknown option
 *
 * @example
 * ```ts
 * rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).truePositiveRate; // [0, 0.5, 0.5, 1, 1]
 * ```
 */
export function rocCurve(actual: BinaryLabels, scores: ArrayInput, options: RankingOptions = {}): RocCurve {
  return rocCurveOf('rocCurve', ranked('rocCurve', actual, scores, options));
}

/** `where` is what the caller is called in messages. */
export function rocCurveOf(where: string, counts: Ranked): RocCurve {
  const { positives, negatives, truePositives, falsePositives, thresholds } = counts;
  if (positives === 0 || negatives === 0) {
    throw new UndefinedMetricError({
      where,
      expected: 'samples of both classes',
      received: `${positives} positive and ${negatives} negative`,
    });
  }
  const curve: RocCurve = {
    falsePositiveRate: [0],
    truePositiveRate: [0],
    thresholds: [Number.POSITIVE_INFINITY],
  };
  for (let index = 0; index < thresholds.length; index++) {
    if (!isCorner(truePositives, index) && !isCorner(falsePositives, index)) continue;
    curve.falsePositiveRate.push(falsePositives[index]! / negatives);
    curve.truePositiveRate.push(truePositives[index]! / positives);
    curve.thresholds.push(thresholds[index]!);
  }
  return curve;
}

/** The ends are corners; between them, a point is one if the differences before and after it are unequal. */
function isCorner(counts: Float64Array, index: number): boolean {
  if (index === 0 || index === counts.length - 1) return true;
  return counts[index + 1]! - counts[index]! !== counts[index]! - counts[index - 1]!;
}
