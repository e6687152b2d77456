import type { TypedArray } from '@neutype/ndarray';
import type { ScoreRows } from '../input/scoreRows.js';
import { meanOf } from '../sums.js';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import { type Ranked, rankScores } from './ranked.js';

/**
 * How the scores of classes, each against all others, become one number: their mean (`'macro'`), the mean weighted by
 * how many samples are of each (`'weighted'`), or one score of all columns strung together (`'micro'`).
 */
export type RankingAverage = 'macro' | 'weighted' | 'micro';

export const RANKING_AVERAGES: readonly RankingAverage[] = ['macro', 'weighted', 'micro'];

/** What is ranked: for each column of scores, which samples are of its class. */
export interface RankedClasses {
  readonly rows: ScoreRows;
  /** 1 where the sample of a row is of the class of a column, row by row. */
  readonly isOfClass: Uint8Array;
  readonly weights: TypedArray | undefined;
}

/**
 * Ranks each class against all others, and averages.
 *
 * @param scoreOf the score of one class; NaN where it is undefined
 * @returns a score for each class where `average` is null, NaN where it is undefined
 * @throws UndefinedMetricError where the score of a class that counts is undefined
 */
export function averageOverClasses(
  where: string,
  classes: RankedClasses,
  average: RankingAverage | null,
  scoreOf: (counts: Ranked) => number,
): number | number[] {
  const counts = average === 'micro' ? [rankAll(classes)] : rankEach(classes);
  const scores = counts.map(scoreOf);
  if (average === null) return scores;
  const weights = average === 'weighted' ? counts.map(({ positives }) => positives) : scores.map(() => 1);
  const missing = scores.findIndex((score, column) => Number.isNaN(score) && weights[column] !== 0);
  if (missing === -1) {
    return meanOf(
      scores.map((score, column) => (weights[column] === 0 ? 0 : score)),
      weights,
    );
  }
  throw new UndefinedMetricError({
    where,
    expected: 'samples of each class, and of others',
    received: `${counts[missing]!.positives} of column ${missing} and ${counts[missing]!.negatives} others`,
    remedy: "Average yourself over the classes that have both: 'average: null' gives the score of each.",
  });
}

function rankEach({ rows: { data, count, columns }, isOfClass, weights }: RankedClasses): Ranked[] {
  return Array.from({ length: columns }, (_, column) => {
    const actual = Uint8Array.from({ length: count }, (_, row) => isOfClass[row * columns + column]!);
    const scores = Float64Array.from({ length: count }, (_, row) => data[row * columns + column]!);
    return rankScores(actual, scores, weights);
  });
}

function rankAll({ rows: { data, columns }, isOfClass, weights }: RankedClasses): Ranked {
  const repeated = weights && Float64Array.from(data, (_, index) => weights[Math.floor(index / columns)]!);
  return rankScores(isOfClass, data, repeated);
}
