import { checkOptions, DataError, optionNames, ShapeError } from '@neutype/errors';
import { type ArrayInput, checkFinite, formatShape, type TypedArray, toNdArray } from '@neutype/ndarray';
import { checkLengths } from '../labels.js';

/** Options of the ranking metrics. */
export interface RankingOptions {
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<RankingOptions>({ sampleWeight: true });

/** The weight of the positives and negatives that score at least a threshold, for each distinct score, highest first. */
export interface Ranked {
  readonly thresholds: readonly number[];
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Counts positives and negatives above every threshold. Samples of weight 0 are left out.
 *
 * @throws DataError for no samples, unequal lengths, labels other than 0 and 1, scores that are not finite or weights below
 * 0; ShapeError for more than one column; OptionError for an unknown option
 */
export function ranked(
  where: string,
  actualInput: ArrayInput,
  scoresInput: ArrayInput,
  options: RankingOptions,
): Ranked {
  checkOptions(where, options, OPTIONS);
  const actual = readColumn(
    `${where}, actual`,
    actualInput,
    'Turn one-hot targets into classes first: y.argmax(1).',
  );
  const scores = readColumn(`${where}, scores`, scoresInput, 'Take the column of the positive class.');
  checkLengths(where, actual.length, scores.length);
  checkBinary(where, actual);
  const weights = readWeights(where, options.sampleWeight, actual.length);
  return countAbove(actual, scores, weights);
}

function countAbove(actual: TypedArray, scores: TypedArray, weights: TypedArray): Ranked {
  const order = Uint32Array.from(actual.keys())
    .filter((index) => weights[index] !== 0)
    .sort((a, b) => scores[b]! - scores[a]!);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let positives = 0;
  let negatives = 0;
  for (const [rank, index] of order.entries()) {
    if (actual[index] === 1) positives += weights[index]!;
    else negatives += weights[index]!;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    thresholds.push(scores[index]!);
    truePositives.push(positives);
    falsePositives.push(negatives);
  }
  return { thresholds, truePositives, falsePositives, positives, negatives };
}

function readColumn(where: string, input: ArrayInput, remedy?: string): TypedArray {
  const array = toNdArray(input, where, 'float64');
  const isColumn = array.rank === 1 || (array.rank === 2 && array.shape[1] === 1);
  if (!isColumn) {
    throw new ShapeError({
      where,
      expected: 'one number for each sample',
      received: `an array of shape ${formatShape(array.shape)}`,
      ...(remedy !== undefined && { remedy }),
    });
  }
  checkFinite(array, where);
  return array.data;
}

function checkBinary(where: string, actual: TypedArray): void {
  const wrong = actual.findIndex((label) => label !== 0 && label !== 1);
  if (wrong === -1) return;
  throw new DataError({
    where: `${where}, actual`,
    expected: 'labels of 0 and 1',
    received: `${actual[wrong]} at [${wrong}]`,
    remedy: 'Take one class as 1 and all others as 0, with the scores of that class.',
  });
}

function readWeights(where: string, input: ArrayInput | undefined, count: number): TypedArray {
  if (input === undefined) return new Uint8Array(count).fill(1);
  const weights = readColumn(`${where}, sampleWeight`, input);
  const wrong = weights.findIndex((weight) => weight < 0);
  if (weights.length === count && wrong === -1) return weights;
  throw new DataError({
    where: `${where}, sampleWeight`,
    expected: `${count} weights from 0, one for each sample`,
    received: wrong === -1 ? `${weights.length}` : `${weights[wrong]} at [${wrong}]`,
  });
}
