import { checkCount, checkOptions, optionNames, ShapeError } from '@neutype/errors';
import { type ArrayInput, formatShape, toNdArray } from '@neutype/ndarray';
import { type ClassTargets, readClassColumns } from '../input/classColumns.js';
import { readWeights } from '../input/columns.js';
import type { Labels } from '../input/labels.js';
import { readScoreRows, type ScoreRows } from '../input/scoreRows.js';
import { meanOf } from '../sums.js';

/** Options of {@link topKAccuracyScore}. */
export interface TopKAccuracyOptions {
  /** Among how many of the highest scores the true class must be; 2 by default. */
  readonly k?: number;
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<TopKAccuracyOptions>({ k: true, labels: true, sampleWeight: true });

/**
 * The share of samples whose class is among the k with the highest scores, 0 to 1, as scikit-learn's
 * `top_k_accuracy_score` computes it; of equal scores the last ones count as higher. It is 1 where k is as many as the
 * classes, or more.
 *
 * @param actual the true classes, or one-hot rows [samples, classes]
 * @param scores [samples, classes], the higher, the more likely
 * @throws DataError for no samples, unequal lengths, scores that are not finite, or a class without scores; ShapeError
 * for other dimensions; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * topKAccuracyScore([0, 1, 2], [[0.5, 0.2, 0.3], [0.3, 0.4, 0.3], [0.7, 0.2, 0.1]], { k: 2 }); // 0.6666666666666666
 * ```
 */
export function topKAccuracyScore(
  actual: ClassTargets,
  scores: ArrayInput,
  options: TopKAccuracyOptions = {},
): number {
  const where = 'topKAccuracyScore';
  checkOptions(where, options, OPTIONS);
  const { k = 2, labels, sampleWeight } = options;
  checkCount(`${where}, k`, k);
  const table = readScoreRows(where, scores);
  if (table === undefined) throw oneScoreASample(where, scores);
  const classes = readClassColumns(where, actual, table, labels);
  const weights = readWeights(where, sampleWeight, table.count);
  const isHit = Uint8Array.from(classes, (column, row) => Number(rankOf(table, row, column) < k));
  return meanOf(isHit, weights);
}

/** How many columns of a row come before one of them. */
function rankOf({ data, columns }: ScoreRows, row: number, column: number): number {
  const start = row * columns;
  const score = data[start + column]!;
  let rank = 0;
  for (let other = 0; other < columns; other++) {
    const rival = data[start + other]!;
    if (rival > score || (rival === score && other > column)) rank++;
  }
  return rank;
}

function oneScoreASample(where: string, scores: ArrayInput): ShapeError {
  return new ShapeError({
    where: `${where}, scores`,
    expected: 'the shape [samples, classes], a score for each class',
    received: formatShape(toNdArray(scores, where).shape),
    remedy: 'For one score a sample, compare with a threshold, and take accuracyScore.',
  });
}
