import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import type { LabelRows } from '../input/indicators.js';
import type { Labels } from '../input/labels.js';
import {
  type Averaged,
  type AveragedScoreOptions,
  averagedScore,
  type PerClass,
  SCORE_OPTIONS,
} from './averagedScore.js';
import { fbetaOf } from './scores.js';

/** Options of {@link fbetaScore}. */
export interface FbetaOptions extends AveragedScoreOptions {
  /** How many times as much recall weighs as precision, from 0 to infinity: 0.5 favors precision, 2 recall. */
  readonly beta: number;
}

const OPTIONS = [...optionNames<Pick<FbetaOptions, 'beta'>>({ beta: true }), ...SCORE_OPTIONS];

/**
 * The weighted harmonic mean of precision and recall, 0 to 1: (1 + β²) TP / ((1 + β²) TP + β² FN + FP), as
 * scikit-learn's `fbeta_score` computes it. Where no sample is of the class or predicted to be, it is what the option
 * `zeroDivision` says: 0 by default, without a warning.
 *
 * C. J. van Rijsbergen, "Information Retrieval", 1979.
 *
 * @param actual the true classes, or rows of 0 and 1 where a sample has several labels
 * @param predicted the predicted classes or rows, sample by sample
 * @returns a number; a number for each class where `average` is null
 * @throws DataError for no samples, unequal lengths, values that are no classes, or more than two classes where
 * `average` is `'binary'`, the default; ShapeError for rows of one list only; OptionError for an unknown option or
 * value
 *
 * @example
 * ```ts
 * fbetaScore([0, 1, 1, 1], [0, 1, 0, 0], { beta: 2 }); // 0.38461538461538464
 * ```
 */
export function fbetaScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: PerClass<FbetaOptions>,
): number[];
export function fbetaScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: Averaged<FbetaOptions>,
): number;
export function fbetaScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: FbetaOptions,
): number | number[] {
  checkOptions('fbetaScore', options, OPTIONS);
  const { beta } = options;
  if (beta !== Number.POSITIVE_INFINITY) checkNumber('fbetaScore, beta', beta, { from: 0 });
  return averagedScore(
    'fbetaScore',
    actual,
    predicted,
    options,
    (counts, zeroDivision) => fbetaOf(counts, beta, zeroDivision),
    OPTIONS,
  );
}
