import { checkChoice, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import type { BinaryLabels } from '../input/binary.js';
import { type ClassTargets, readClassColumns } from '../input/classColumns.js';
import { readWeights } from '../input/columns.js';
import { hasRows } from '../input/indicators.js';
import type { Label, Labels } from '../input/labels.js';
import { checkSums } from '../input/probabilities.js';
import { readScoreRows, type ScoreRows } from '../input/scoreRows.js';
import { auc } from './auc.js';
import { averageOverClasses, RANKING_AVERAGES, type RankingAverage } from './classAverage.js';
import { readMembership } from './membership.js';
import { averageOverPairs } from './pairAverage.js';
import { type Ranked, rankedBy } from './ranked.js';
import { rocCurveOf } from './rocCurve.js';

/** Options of {@link rocAucScore}. */
export interface RocAucOptions {
  /**
   * For scores of several classes: `'ovr'`, each class against all others; `'ovo'`, each against each other, which does
   * not depend on how frequent they are. There is no default, since the two differ.
   */
  readonly multiClass?: 'ovr' | 'ovo';
  /** How the areas of several classes become one: `'macro'` by default, `null` for one for each class. */
  readonly average?: RankingAverage | null;
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
  /** For one score a sample: the positive class. By default it is 1, and the only other one is 0. */
  readonly posLabel?: Label;
  /** How much each sample counts, from 0; 1 by default. Not for `'ovo'`. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<RocAucOptions>({
  multiClass: true,
  average: true,
  labels: true,
  posLabel: true,
  sampleWeight: true,
});

/**
 * The area under the ROC curve, as scikit-learn's `roc_auc_score` computes it: the probability that a positive sample
 * scores higher than a negative one, ties counting half.
 *
 * @param actual 0 or 1 for each sample; with scores of several classes the class, a one-hot row, or a row of 0 and 1
 * where a sample has several labels
 * @param scores one for each sample, the higher, the more likely positive; or [samples, classes], probabilities that
 * add up to 1 unless samples have several labels
 * @returns 0 to 1; 0.5 for scores that tell nothing. One for each class with `average: null`, NaN for a class without
 * samples or without others
 * @throws UndefinedMetricError if a class has no sample, or all; DataError for no samples, unequal lengths, and values
 * that are not finite; ShapeError for shapes that do not go together; OptionError for an unknown option or value, or
 * for scores of several classes without `multiClass`
 *
 * @example
 * ```ts
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * const scores = [[0.5, 0.2, 0.3], [0.3, 0.4, 0.3], [0.7, 0.2, 0.1]];
 * rocAucScore([0, 1, 2], scores, { multiClass: 'ovr' }); // 0.5
 * ```
 */
export function rocAucScore(
  actual: BinaryLabels | ClassTargets,
  scores: ArrayInput,
  options: RocAucOptions & { readonly average: null },
): number[];
export function rocAucScore(
  actual: BinaryLabels | ClassTargets,
  scores: ArrayInput,
  options?: RocAucOptions & { readonly average?: RankingAverage },
): number;
export function rocAucScore(
  actual: BinaryLabels | ClassTargets,
  scores: ArrayInput,
  options: RocAucOptions = {},
): number | number[] {
  const where = 'rocAucScore';
  checkOptions(where, options, OPTIONS);
  const { multiClass, average = 'macro' } = options;
  if (multiClass !== undefined) checkChoice(`${where}, multiClass`, multiClass, ['ovr', 'ovo']);
  if (average !== null) checkChoice(`${where}, average`, average, RANKING_AVERAGES);
  const rows = readScoreRows(where, scores);
  if (rows === undefined) return binaryArea(where, actual as BinaryLabels, scores, options);
  const targets = actual as ClassTargets;
  if (multiClass === undefined && !hasRows(targets)) throw needsMultiClass(where, rows.columns);
  if (multiClass !== undefined) checkSums(`${where}, scores`, rows.data, rows.count, rows.columns);
  if (multiClass === 'ovo') return oneVersusOne(where, targets, rows, options);
  const isOfClass = readMembership(where, targets, rows, options.labels);
  const weights = readWeights(where, options.sampleWeight, rows.count);
  return averageOverClasses(where, { rows, isOfClass, weights }, average, areaOf);
}

function binaryArea(
  where: string,
  actual: BinaryLabels,
  scores: ArrayInput,
  { posLabel, sampleWeight }: RocAucOptions,
): number {
  const counts = rankedBy(where, actual, scores, posLabel, sampleWeight);
  const { falsePositiveRate, truePositiveRate } = rocCurveOf(where, counts);
  return auc(falsePositiveRate, truePositiveRate);
}

function oneVersusOne(where: string, actual: ClassTargets, rows: ScoreRows, options: RocAucOptions): number {
  const { average = 'macro', labels, sampleWeight } = options;
  if (average === null || average === 'micro') {
    throw new OptionError({
      where: `${where}, average`,
      expected: "'macro' or 'weighted' with 'ovo', which averages over pairs of classes",
      received: shown(average),
    });
  }
  if (sampleWeight !== undefined) {
    const expected = "none with 'ovo', which weighs all samples the same";
    throw new OptionError({ where: `${where}, sampleWeight`, expected, received: 'weights' });
  }
  const classes = readClassColumns(where, actual, rows, labels);
  return averageOverPairs(where, classes, rows, average === 'weighted', areaOf);
}

/** NaN where there are no samples of one kind. */
function areaOf(counts: Ranked): number {
  if (counts.positives === 0 || counts.negatives === 0) return Number.NaN;
  const { falsePositiveRate, truePositiveRate } = rocCurveOf('', counts);
  return auc(falsePositiveRate, truePositiveRate);
}

function needsMultiClass(where: string, columns: number): OptionError {
  return new OptionError({
    where: `${where}, multiClass`,
    expected: `'ovr' or 'ovo' for scores of ${columns} classes`,
    received: 'neither',
    remedy: 'For two classes, take the column of the positive class.',
  });
}
