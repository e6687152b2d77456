import type { Label, LabelPairs } from './labels.js';
import { pairwiseSum } from './pairwiseSum.js';

/** Precision, recall and their harmonic mean, and how many samples they speak of. */
export interface Scores {
  /** Of the samples predicted to be of the class, the share that is. */
  readonly precision: number;
  /** Of the samples of the class, the share that was found. */
  readonly recall: number;
  /** 2 * precision * recall / (precision + recall). */
  readonly f1Score: number;
  /** How many samples are of the class. */
  readonly support: number;
}

/** What was counted for one class. */
export interface Counts {
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

/** For each class how many samples are of it, were predicted to be, and both. */
export function countClasses({ actual, predicted }: LabelPairs, classes: readonly Label[]): Counts[] {
  const positions = new Map<Label, number>(classes.map((label, position) => [label, position]));
  const counts = classes.map(() => ({ right: 0, predicted: 0, actual: 0 }));
  for (let index = 0; index < actual.length; index++) {
    const actualCount = counts[positions.get(actual[index]!) ?? -1];
    const predictedCount = counts[positions.get(predicted[index]!) ?? -1];
    if (actualCount !== undefined) actualCount.actual++;
    if (predictedCount !== undefined) predictedCount.predicted++;
    if (actualCount !== undefined && actualCount === predictedCount) actualCount.right++;
  }
  return counts;
}

export function scoresOf({ right, predicted, actual }: Counts, zeroDivision: number): Scores {
  const divide = (numerator: number, denominator: number) =>
    denominator === 0 ? zeroDivision : numerator / denominator;
  return {
    precision: divide(right, predicted),
    recall: divide(right, actual),
    f1Score: divide(2 * right, actual + predicted),
    support: actual,
  };
}

/** The scores of all classes taken as one: every sample counts the same. */
export function microAverage(counts: readonly Counts[], zeroDivision: number): Scores {
  const total = (name: keyof Counts) => counts.reduce((sum, count) => sum + count[name], 0);
  return scoresOf(
    { right: total('right'), predicted: total('predicted'), actual: total('actual') },
    zeroDivision,
  );
}

/** The means of the scores: every class counts the same. */
export function macroAverage(scores: readonly Scores[]): Scores {
  return averageBy(scores, meanOfDefined);
}

/** The means of the scores, each class weighted by its support. */
export function weightedAverage(scores: readonly Scores[]): Scores {
  const supports = scores.map(({ support }) => support);
  return averageBy(scores, (values) => weightedMeanOfDefined(values, supports));
}

function averageBy(scores: readonly Scores[], mean: (values: readonly number[]) => number): Scores {
  return {
    precision: mean(scores.map(({ precision }) => precision)),
    recall: mean(scores.map(({ recall }) => recall)),
    f1Score: mean(scores.map(({ f1Score }) => f1Score)),
    support: scores.reduce((sum, { support }) => sum + support, 0),
  };
}

/** As NumPy's `nanmean`, which adds NaN as 0 in its place: which numbers are added in pairs depends on the places. */
function meanOfDefined(values: readonly number[]): number {
  const defined = values.map((value) => (Number.isNaN(value) ? 0 : value));
  return pairwiseSum(defined) / values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
}

/**
 * As scikit-learn's `_nanaverage`: where none of the classes whose score is defined has a sample, they count the same.
 *
 * Source: scikit-learn 1.9, `sklearn/metrics/_classification.py`.
 */
function weightedMeanOfDefined(values: readonly number[], weights: readonly number[]): number {
  const places = Array.from(values.keys()).filter((place) => !Number.isNaN(values[place]));
  const total = pairwiseSum(places.map((place) => weights[place]!));
  if (total === 0) return pairwiseSum(places.map((place) => values[place]!)) / places.length;
  return pairwiseSum(places.map((place) => values[place]! * weights[place]!)) / total;
}
