import { pairwiseSum } from '../sums.js';

/** The mean of the scores that are not NaN: every class counts the same. */
export function meanOfDefined(values: readonly number[]): number {
  // As NumPy's `nanmean`, which adds NaN as 0 in its place: which numbers are added in pairs depends on the places.
  const defined = values.map((value) => (Number.isNaN(value) ? 0 : value));
  return pairwiseSum(defined) / values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
}

/**
 * The weighted mean of the scores that are not NaN. Where none of these has a weight, they count the same.
 *
 * Source: scikit-learn 1.9, `_nanaverage` in `sklearn/metrics/_classification.py`.
 */
export function weightedMeanOfDefined(values: readonly number[], weights: ArrayLike<number>): number {
  const places = Array.from(values.keys()).filter((place) => !Number.isNaN(values[place]));
  const total = pairwiseSum(places.map((place) => weights[place]!));
  if (total === 0) return pairwiseSum(places.map((place) => values[place]!)) / places.length;
  return pairwiseSum(places.map((place) => values[place]! * weights[place]!)) / total;
}
