import type { Indicators } from '../input/indicators.js';
import type { Label, LabelPairs } from '../input/labels.js';
import { pairwiseSum } from '../sums.js';

/** What was counted for one class, or for one sample of several labels; with weights, sums of them. */
export interface Counts {
  /** Rightly predicted: true positives. */
  readonly right: number;
  /** Predicted: true and false positives. */
  readonly predicted: number;
  /** There: true positives and false negatives. */
  readonly actual: number;
}

/** For each class how many samples are of it, were predicted to be, and both. */
export function countClasses(
  { actual, predicted }: LabelPairs,
  classes: readonly Label[],
  weights?: ArrayLike<number>,
): Counts[] {
  const positions = new Map<Label, number>(classes.map((label, position) => [label, position]));
  const counts = classes.map(() => ({ right: 0, predicted: 0, actual: 0 }));
  for (let index = 0; index < actual.length; index++) {
    const weight = weights === undefined ? 1 : weights[index]!;
    const actualCount = counts[positions.get(actual[index]!) ?? -1];
    const predictedCount = counts[positions.get(predicted[index]!) ?? -1];
    if (actualCount !== undefined) actualCount.actual += weight;
    if (predictedCount !== undefined) predictedCount.predicted += weight;
    if (actualCount !== undefined && actualCount === predictedCount) actualCount.right += weight;
  }
  return weights === undefined ? counts : counts.map(rounded);
}

/** For each column of indicators, in the order of `columns`, how often it is 1. */
export function countColumns(
  { actual, predicted, width }: Indicators,
  columns: readonly number[],
  weights?: ArrayLike<number>,
): Counts[] {
  const counts = columns.map((column) => {
    const count = { right: 0, predicted: 0, actual: 0 };
    for (let index = column, row = 0; index < actual.length; index += width, row++) {
      const weight = weights === undefined ? 1 : weights[row]!;
      if (actual[index] === 1) count.actual += weight;
      if (predicted[index] === 1) count.predicted += weight;
      if (actual[index] === 1 && predicted[index] === 1) count.right += weight;
    }
    return count;
  });
  return weights === undefined ? counts : counts.map(rounded);
}

/** For each sample how many of the columns are 1. */
export function countRows({ actual, predicted, width }: Indicators, columns: readonly number[]): Counts[] {
  return Array.from({ length: actual.length / width }, (_, row) => {
    const count = { right: 0, predicted: 0, actual: 0 };
    for (const column of columns) {
      const index = row * width + column;
      count.actual += actual[index]!;
      count.predicted += predicted[index]!;
      count.right += actual[index]! * predicted[index]!;
    }
    return count;
  });
}

/** All classes taken as one: every sample counts the same. */
export function totalOf(counts: readonly Counts[]): Counts {
  return {
    right: pairwiseSum(counts.map(({ right }) => right)),
    predicted: pairwiseSum(counts.map(({ predicted }) => predicted)),
    actual: pairwiseSum(counts.map(({ actual }) => actual)),
  };
}

/** scikit-learn keeps false positives and negatives, and adds: the last bit of a sum of weights depends on it. */
function rounded({ right, predicted, actual }: Counts): Counts {
  return { right, predicted: right + (predicted - right), actual: right + (actual - right) };
}
