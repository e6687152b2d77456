import { DataError } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { type RankingOptions, ranked } from './ranked.js';

/** A receiver operating characteristic: one point for each threshold, from (0, 0) to (1, 1). */
export interface RocCurve {
  readonly falsePositiveRate: number[];
  readonly truePositiveRate: number[];
  /** The score from which on a sample counts as positive, highest first. The first is infinite: no sample reaches it. */
  readonly thresholds: number[];
}

/**
 * The receiver operating characteristic, as scikit-learn's `roc_curve` computes it. Points on a straight line between
 * their neighbors are left out.
 *
 * @param actual 0 or 1 for each sample
 * @param scores one for each sample; the higher, the more likely 1
 * @throws DataError if either class has no sample, for unequal lengths, and for values that are not finite; ShapeError for
 * more than one column; OptionError for an unknown option
 *
 * @example
 * ```ts
 * rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).truePositiveRate; // [0, 0.5, 0.5, 1, 1]
 * ```
 */
export function rocCurve(actual: ArrayInput, scores: ArrayInput, options: RankingOptions = {}): RocCurve {
  return rocCurveOf('rocCurve', actual, scores, options);
}

/** `where` is what the caller is called in messages. */
export function rocCurveOf(
  where: string,
  actual: ArrayInput,
  scores: ArrayInput,
  options: RankingOptions,
): RocCurve {
  const { positives, negatives, truePositives, falsePositives, thresholds } = ranked(
    where,
    actual,
    scores,
    options,
  );
  if (positives === 0 || negatives === 0) {
    throw new DataError({
      where,
      expected: 'samples of both classes',
      received: `${positives} positive and ${negatives} negative`,
    });
  }
  const corners = [...thresholds.keys()].filter(
    (index) => isCorner(truePositives, index) || isCorner(falsePositives, index),
  );
  return {
    falsePositiveRate: [0, ...corners.map((index) => falsePositives[index]! / negatives)],
    truePositiveRate: [0, ...corners.map((index) => truePositives[index]! / positives)],
    thresholds: [Number.POSITIVE_INFINITY, ...corners.map((index) => thresholds[index]!)],
  };
}

/** The ends are corners; between them, a point is one if the differences before and after it are unequal. */
function isCorner(counts: readonly number[], index: number): boolean {
  if (index === 0 || index === counts.length - 1) return true;
  return counts[index + 1]! - counts[index]! !== counts[index]! - counts[index - 1]!;
}
