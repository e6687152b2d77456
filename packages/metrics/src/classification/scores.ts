import { pairwiseSum } from '../sums.js';
import { meanOfDefined, weightedMeanOfDefined } from './averages.js';
import { type Counts, totalOf } from './counts.js';

/** Precision, recall and their harmonic mean, and how many samples they are of. */
export interface Scores {
  /** Of the samples predicted to be of the class, the share that is. */
  readonly precision: number;
  /** Of the samples of the class, the share that was found. */
  readonly recall: number;
  /** 2 * precision * recall / (precision + recall). */
  readonly f1Score: number;
  /** How many samples are of the class; with weights, the sum of theirs. */
  readonly support: number;
}

export function precisionOf({ right, predicted }: Counts, zeroDivision: number): number {
  return predicted === 0 ? zeroDivision : right / predicted;
}

export function recallOf({ right, actual }: Counts, zeroDivision: number): number {
  return actual === 0 ? zeroDivision : right / actual;
}

/** The weighted harmonic mean of precision and recall, which weighs `beta` times as much. */
export function fbetaOf(counts: Counts, beta: number, zeroDivision: number): number {
  if (beta === 0) return precisionOf(counts, zeroDivision);
  if (beta === Number.POSITIVE_INFINITY) return recallOf(counts, zeroDivision);
  const square = beta ** 2;
  const denominator = square * counts.actual + counts.predicted;
  return denominator === 0 ? zeroDivision : ((1 + square) * counts.right) / denominator;
}

export function f1Of(counts: Counts, zeroDivision: number): number {
  return fbetaOf(counts, 1, zeroDivision);
}

/** Intersection over union. */
export function jaccardOf({ right, predicted, actual }: Counts, zeroDivision: number): number {
  const union = predicted + (actual - right);
  return union === 0 ? zeroDivision : right / union;
}

export function scoresOf(counts: Counts, zeroDivision: number): Scores {
  return {
    precision: precisionOf(counts, zeroDivision),
    recall: recallOf(counts, zeroDivision),
    f1Score: f1Of(counts, zeroDivision),
    support: counts.actual,
  };
}

/** The scores of all classes taken as one: every sample counts the same. */
export function microAverage(counts: readonly Counts[], zeroDivision: number): Scores {
  return scoresOf(totalOf(counts), zeroDivision);
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
    support: pairwiseSum(scores.map(({ support }) => support)),
  };
}
