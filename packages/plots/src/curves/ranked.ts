import { type NumberList, type ShapedArray, toList } from '../arrays/matrix.js';
import { PlotError } from '../plotError.js';

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
export const ranked = (
  where: string,
  labels: NumberList | ShapedArray,
  rankedBy: NumberList | ShapedArray,
): Ranked => {
  const actual = toList(`${where}, actual`, labels, 'Turn one-hot targets into classes first: y.argmax(1).');
  const scores = toList(`${where}, scores`, rankedBy, 'Take the column of the positive class.');
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
  if (actual.length !== scores.length) {
    throw new PlotError({
      where,
      expected: 'one score for each label',
      received: `${actual.length} labels and ${scores.length} scores`,
    });
  }
  if (actual.length === 0) throw new PlotError({ where, expected: 'at least one sample', received: 'none' });
  checkBinary(where, actual);
  for (let i = 0; i < scores.length; i++) {
    if (Number.isFinite(scores[i])) continue;
    throw new PlotError({
      where: `${where}, scores`,
      expected: 'finite numbers',
      received: `${scores[i]} at [${i}]`,
    });
  }
};

/** Refuses labels other than 0 and 1. */
export const checkBinary = (where: string, actual: NumberList): void => {
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === 0 || actual[i] === 1) continue;
    throw new PlotError({
      where: `${where}, actual`,
      expected: 'labels of 0 and 1',
      received: `${actual[i]} at [${i}]`,
      remedy: 'plotRocCurve and plotPrecisionRecallCurve take a matrix of scores, one column for each class.',
    });
  }
};
