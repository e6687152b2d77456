import type { LabelRows } from '../input/indicators.js';
import type { Labels } from '../input/labels.js';
import { type Averaged, type AveragedScoreOptions, averagedScore, type PerClass } from './averagedScore.js';
import { jaccardOf } from './scores.js';

/**
 * Intersection over union, 0 to 1: of the samples that are of a class or were predicted to be, the share that is both,
 * TP / (TP + FP + FN), as scikit-learn's `jaccard_score` computes it. Where there are none, it is what the option
 * `zeroDivision` says: 0 by default, without a warning.
 *
 * P. Jaccard, "The distribution of the flora in the alpine zone", 1912.
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
 * jaccardScore([0, 1, 1, 0], [0, 1, 1, 1]); // 0.6666666666666666
 * jaccardScore([0, 1, 2, 2], [0, 2, 2, 1], { average: 'macro' }); // 0.4444444444444444
 * ```
 */
export function jaccardScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: PerClass<AveragedScoreOptions>,
): number[];
export function jaccardScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options?: Averaged<AveragedScoreOptions>,
): number;
export function jaccardScore(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: AveragedScoreOptions = {},
): number | number[] {
  return averagedScore('jaccardScore', actual, predicted, options, jaccardOf);
}
