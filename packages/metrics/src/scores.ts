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
  return averageBy(scores, () => 1);
}

/** The means of the scores, each class weighted by its support. */
export function weightedAverage(scores: readonly Scores[]): Scores {
  const isUnsupported = scores.every(({ support }) => support === 0);
  return averageBy(scores, isUnsupported ? () => 1 : ({ support }) => support);
}

function averageBy(scores: readonly Scores[], weightOf: (scores: Scores) => number): Scores {
  const average = (name: 'precision' | 'recall' | 'f1Score') => {
    const defined = scores.filter((score) => !Number.isNaN(score[name]));
    return (
      pairwiseSum(defined.map((score) => score[name] * weightOf(score))) / pairwiseSum(defined.map(weightOf))
    );
  };
  return {
    precision: average('precision'),
    recall: average('recall'),
    f1Score: average('f1Score'),
    support: scores.reduce((sum, { support }) => sum + support, 0),
  };
}
