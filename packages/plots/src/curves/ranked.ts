import type { NumberList } from '../arrays/matrix.js';
import { PlotError } from '../PlotError.js';

/** How many positives and negatives score at least a threshold, for each distinct score, the highest first. */
export interface Ranked {
  readonly thresholds: readonly number[];
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Counts over all thresholds.
 *
 * @throws PlotError when the lengths differ, a label is neither 0 nor 1, or a score is not finite.
 */
export const ranked = (where: string, actual: NumberList, scores: NumberList): Ranked => {
  check(where, actual, scores);
  const order = Uint32Array.from({ length: scores.length }, (_, index) => index).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let positives = 0;
  let negatives = 0;
  for (const [rank, index] of order.entries()) {
    if (actual[index] === 1) positives++;
    else negatives++;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    thresholds.push(scores[index]!);
    truePositives.push(positives);
    falsePositives.push(negatives);
  }
  return { thresholds, truePositives, falsePositives, positives, negatives };
};

const check = (where: string, actual: NumberList, scores: NumberList): void => {
  if (actual.length !== scores.length || actual.length === 0) {
    throw new PlotError(
      `${where}: expected one score for each label, got ${actual.length} labels and ${scores.length} scores.`,
    );
  }
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] !== 0 && actual[i] !== 1) {
      throw new PlotError(
        `${where}: label ${i} is ${actual[i]}, expected 0 or 1. For more classes give a matrix of scores, one column for each.`,
      );
    }
    if (!Number.isFinite(scores[i])) {
      throw new PlotError(`${where}: score ${i} is ${scores[i]}, expected a finite number.`);
    }
  }
};
