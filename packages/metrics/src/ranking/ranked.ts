import { checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput, TypedArray } from '@neutype/ndarray';
import { descendingOrder } from '../descendingOrder.js';
import { type BinaryLabels, readBinary } from '../input/binary.js';
import { readColumn, readWeights } from '../input/columns.js';
import { checkLengths, type Label } from '../input/labels.js';

/** Options of curves over thresholds. */
export interface RankingOptions {
  /** The positive class: all others are negative. By default it is 1, and the only other one is 0. */
  readonly posLabel?: Label;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<RankingOptions>({ posLabel: true, sampleWeight: true });

/** The weight of the positives and negatives that score at least a threshold, for each distinct score, highest first. */
export interface Ranked {
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Counts positives and negatives above every threshold. Samples of weight 0 are left out.
 *
 * @throws DataError for no samples, unequal lengths, labels other than 0 and 1, scores that are not finite or weights
 * below 0; ShapeError for more than one column; OptionError for an unknown option
 */
export function ranked(
  where: string,
  actualInput: BinaryLabels,
  scoresInput: ArrayInput,
  options: RankingOptions,
): Ranked {
  checkOptions(where, options, OPTIONS);
  return rankedBy(where, actualInput, scoresInput, options.posLabel, options.sampleWeight);
}

/** As {@link ranked}, for callers that check options of their own. */
export function rankedBy(
  where: string,
  actualInput: BinaryLabels,
  scoresInput: ArrayInput,
  posLabel: Label | undefined,
  sampleWeight: ArrayInput | undefined,
): Ranked {
  const actual = readBinary(where, actualInput, posLabel);
  const scores = readColumn(`${where}, scores`, scoresInput, 'Take the column of the positive class.');
  checkLengths(where, actual.length, scores.length);
  return rankScores(actual, scores, readWeights(where, sampleWeight, actual.length));
}

/** Counts positives and negatives, 1 and 0, above every threshold. Samples of weight 0 are left out. */
export function rankScores(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights: TypedArray | undefined,
): Ranked {
  const all = descendingOrder(scores);
  const order = weights === undefined ? all : all.filter((place) => weights[place] !== 0);
  const [thresholds, truePositives, falsePositives] = [columnFor(order), columnFor(order), columnFor(order)];
  let count = 0;
  let positives = 0;
  let negatives = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const place = order[rank]!;
    const score = scores[place]!;
    const weight = weights === undefined ? 1 : weights[place]!;
    if (rank === 0 || score !== thresholds[count - 1]) thresholds[count++] = score;
    if (actual[place] === 1) positives += weight;
    else negatives += weight;
    truePositives[count - 1] = positives;
    falsePositives[count - 1] = negatives;
  }
  return {
    thresholds: thresholds.subarray(0, count),
    truePositives: truePositives.subarray(0, count),
    falsePositives: falsePositives.subarray(0, count),
    positives,
    negatives,
  };
}

function columnFor({ length }: Uint32Array): Float64Array {
  return new Float64Array(length);
}
