import type { NumberList, ShapedArray } from '../arrays/matrix.js';
import { PlotError } from '../plotError.js';
import { ranked } from './ranked.js';

export interface RocCurve {
  readonly falsePositiveRate: number[];
  readonly truePositiveRate: number[];
  /** The score from which on a sample counts as positive; the first, which none reaches, is infinite. */
  readonly thresholds: number[];
  /** Area under the curve, by trapezoids. */
  readonly area: number;
}

/**
 * The receiver operating characteristic, as scikit-learn's `roc_curve` and `roc_auc_score` compute it: points that
 * lie on a straight line between their neighbours are left out.
 *
 * @param actual 0 or 1 for each sample
 * @param scores the higher, the more likely 1
 * @throws PlotError when one of the two classes has no sample, or the arguments do not fit together; DataError for what is
 * no array of numbers
 *
 * @example
 * ```ts
 * rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).area; // 0.75
 * ```
 */
export const rocCurve = (actual: NumberList | ShapedArray, scores: NumberList | ShapedArray): RocCurve => {
  const { positives, negatives, ...counts } = ranked('rocCurve', actual, scores);
  if (positives === 0 || negatives === 0) {
    throw new PlotError({
      where: 'rocCurve',
      expected: 'samples of both classes',
      received: `${positives} positive and ${negatives} negative`,
    });
  }
  const { truePositives, falsePositives } = counts;
  const corners = counts.thresholds
    .map((_, index) => index)
    .filter((index) => isCorner(truePositives, index) || isCorner(falsePositives, index));
  const falsePositiveRate = [0, ...corners.map((index) => falsePositives[index]! / negatives)];
  const truePositiveRate = [0, ...corners.map((index) => truePositives[index]! / positives)];
  const thresholds = [Number.POSITIVE_INFINITY, ...corners.map((index) => counts.thresholds[index]!)];
  return {
    falsePositiveRate,
    truePositiveRate,
    thresholds,
    area: trapezoids(falsePositiveRate, truePositiveRate),
  };
};

// The ends stay; within, a point stays where the step before and the step after differ.
const isCorner = (counts: readonly number[], index: number): boolean => {
  if (index === 0 || index === counts.length - 1) return true;
  return counts[index + 1]! - 2 * counts[index]! + counts[index - 1]! !== 0;
};

const trapezoids = (x: readonly number[], y: readonly number[]): number => {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return area;
};
