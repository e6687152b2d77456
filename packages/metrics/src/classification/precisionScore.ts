import type { LabelRows } from '../input/indicators.js';
import type { Labels } from '../input/labels.js';
import { type Averaged, type AveragedScoreOptions, averagedScore, type PerClass } from './averagedScore.js';
import { precisionOf } from './scores.js';

/**
 * Of the samples predicted as a class, the share that belongs to it, 0 to 1: TP / (TP + FP), as scikit-learn's
 * `precision_score` computes it. Where no sample was predicted to be of the class, it is what the option `zeroDivision`
 * says: 0 by default, without a warning.
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
 * precisionScore([0, 1, 1, 0], [0, 1, 1, 1]); // 0.6666666666666666
 * precisionScore([0, 1, 2, 2], [0, 2, 2, 1], { average: 'macro' }); // 0.5
 * precisionScore([0, 1, 2, 2], [0, 2, 2, 1], { average: null }); // [1, 0, 0.5]
 * ```
 */
export function precisionScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: PerClass<AveragedScoreOptions>,
): number[];
export function precisionScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options?: Averaged<AveragedScoreOptions>,
): number;
export function precisionScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: AveragedScoreOptions = {},
): number | number[] {
  return averagedScore('precisionScore', actual, predicted, options, precisionOf);
}
