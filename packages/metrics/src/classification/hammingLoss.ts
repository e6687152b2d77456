import { checkWeightOptions, readWeights, type WeightOptions } from '../input/columns.js';
import { type LabelRows, readIndicators } from '../input/indicators.js';
import { type Labels, readPairs } from '../input/labels.js';
import { meanOf } from '../sums.js';

/**
 * The share of labels that were predicted wrong, 0 to 1, as scikit-learn's `hamming_loss` computes it: of samples that
 * have several labels each, given as rows of 0 and 1. For one class a sample it is the share of wrong samples.
 *
 * @param actual the true classes, or rows of 0 and 1
 * @param predicted the predicted classes or rows, sample by sample
 * @throws DataError for no samples, unequal lengths, or values that are no classes; ShapeError for rows of one list
 * only; OptionError for an unknown option
 *
 * @example
 * ```ts
 * hammingLoss([1, 2, 3, 4], [2, 2, 3, 4]); // 0.25
 * hammingLoss([[0, 1], [1, 1]], [[0, 0], [0, 0]]); // 0.75
 * ```
 */
export function hammingLoss(
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: WeightOptions = {},
): number {
  checkWeightOptions('hammingLoss', options);
  const rows = readIndicators('hammingLoss', actual, predicted);
  const pairs = rows ?? readPairs('hammingLoss', actual as Labels, predicted as Labels);
  const width = rows?.width ?? 1;
  const count = pairs.actual.length / width;
  const weights = readWeights('hammingLoss', options.sampleWeight, count);
  const wrong = new Float64Array(count);
  for (let index = 0; index < pairs.actual.length; index++) {
    if (pairs.actual[index] !== pairs.predicted[index]) wrong[Math.floor(index / width)]! += 1 / width;
  }
  return meanOf(wrong, weights);
}
