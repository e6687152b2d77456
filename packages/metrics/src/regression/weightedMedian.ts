import { descendingOrder } from '../descendingOrder.js';

/**
 * The value up to which half of the weight lies; the mean of two neighbors where the half falls between them.
 *
 * Source: scikit-learn 1.9, `_weighted_percentile` in `sklearn/utils/stats.py`.
 */
export function weightedMedian(values: Float64Array, weights: ArrayLike<number>): number {
  const order = descendingOrder(values)
    .reverse()
    .filter((place) => weights[place] !== 0);
  const sums = new Float64Array(order.length);
  let sum = 0;
  for (let rank = 0; rank < order.length; rank++) {
    sum += weights[order[rank]!]!;
    sums[rank] = sum;
  }
  const half = 0.5 * sum;
  const rank = sums.findIndex((reached) => reached >= half);
  const value = values[order[rank]!]!;
  if (sums[rank]! - half > Number.EPSILON) return value;
  return (value + values[order[Math.min(rank + 1, order.length - 1)]!]!) / 2;
}
