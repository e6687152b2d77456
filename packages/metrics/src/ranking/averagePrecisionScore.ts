import { checkChoice, checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import type { BinaryLabels } from '../input/binary.js';
import type { ClassTargets } from '../input/classColumns.js';
import { readWeights } from '../input/columns.js';
import type { Label, Labels } from '../input/labels.js';
import { readScoreRows } from '../input/scoreRows.js';
import { averageOverClasses, RANKING_AVERAGES, type RankingAverage } from './classAverage.js';
import { readMembership } from './membership.js';
import { type PrecisionRecallCurve, precisionRecallCurveOf } from './precisionRecallCurve.js';
import { type Ranked, rankedBy } from './ranked.js';

/** Options of {@link averagePrecisionScore}. */
export interface AveragePrecisionOptions {
  /** How the scores of several classes become one: `'macro'` by default, `null` for one for each class. */
  readonly average?: RankingAverage | null;
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
  /** For one score a sample: the positive class. By default it is 1, and the only other one is 0. */
  readonly posLabel?: Label;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<AveragePrecisionOptions>({
  average: true,
  labels: true,
  posLabel: true,
  sampleWeight: true,
});

/**
 * The mean precision over thresholds, each weighted by the recall that it adds, as scikit-learn's
 * `average_precision_score` computes it: the area under the steps of the precision-recall curve. Of several classes,
 * each is ranked against all others.
 *
 * @param actual 0 or 1 for each sample; with scores of several classes the class, a one-hot row, or a row of 0 and 1
 * where a sample has several labels
 * @param scores one for each sample, the higher, the more likely positive; or [samples, classes]
 * @returns 0 to 1; the share of positives for scores that tell nothing. One for each class with `average: null`, NaN
 * for a class without samples
 * @throws UndefinedMetricError if a class has no sample; DataError for no samples, unequal lengths, and values that are
 * not finite; ShapeError for shapes that do not go together; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.8333…
 * ```
 */
export function averagePrecisionScore(
  actual: BinaryLabels | ClassTargets,
  scores: ArrayInput,
  options: AveragePrecisionOptions & { readonly average: null },
): number[];
export function averagePrecisionScore(
  actual: BinaryLabels | ClassTargets,
  scores: ArrayInput,
  options?: AveragePrecisionOptions & { readonly average?: RankingAverage },
): number;
export function averagePrecisionScore(
  actual: BinaryLabels | ClassTargets,
  scores: ArrayInput,
  options: AveragePrecisionOptions = {},
): number | number[] {
  const where = 'averagePrecisionScore';
  checkOptions(where, options, OPTIONS);
  const { average = 'macro', labels, posLabel, sampleWeight } = options;
  if (average !== null) checkChoice(`${where}, average`, average, RANKING_AVERAGES);
  const rows = readScoreRows(where, scores);
  if (rows === undefined) {
    const counts = rankedBy(where, actual as BinaryLabels, scores, posLabel, sampleWeight);
    return averagePrecisionOf(precisionRecallCurveOf(where, counts));
  }
  const isOfClass = readMembership(where, actual as ClassTargets, rows, labels);
  const weights = readWeights(where, sampleWeight, rows.count);
  return averageOverClasses(where, { rows, isOfClass, weights }, average, averagePrecision);
}

/**
 * The average precision of a curve that is there already, without ranking the scores again: the area under its steps.
 *
 * @example
 * ```ts
 * averagePrecisionOf(precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])); // 0.8333…
 * ```
 */
export function averagePrecisionOf({ precision, recall }: PrecisionRecallCurve): number {
  let sum = 0;
  for (let i = 0; i < recall.length - 1; i++) sum += (recall[i]! - recall[i + 1]!) * precision[i]!;
  return sum;
}

/** NaN where no sample is positive. */
function averagePrecision(counts: Ranked): number {
  return counts.positives === 0 ? Number.NaN : averagePrecisionOf(precisionRecallCurveOf('', counts));
}
