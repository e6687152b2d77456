import { checkWeightOptions, readWeights, type WeightOptions } from '../input/columns.js';
import { type Labels, readPairs } from '../input/labels.js';
import { meanOf } from '../sums.js';

/**
 * The share of samples whose class was predicted right, 0 to 1, as scikit-learn's `accuracy_score` computes it.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * @throws DataError for no samples, unequal lengths, or values that are no classes; ShapeError for one-hot rows;
 * OptionError for an unknown option
 *
 * @example
 * ```ts
 * accuracyScore([3, 1, 4, 1], [3, 1, 4, 7]); // 0.75
 * ```
 */
export function accuracyScore(actual: Labels, predicted: Labels, options: WeightOptions = {}): number {
  checkWeightOptions('accuracyScore', options);
  const pairs = readPairs('accuracyScore', actual, predicted);
  const weights = readWeights('accuracyScore', options.sampleWeight, pairs.actual.length);
  const isRight = new Uint8Array(pairs.actual.length);
  for (let index = 0; index < isRight.length; index++) {
    isRight[index] = Number(pairs.actual[index] === pairs.predicted[index]);
  }
  return meanOf(isRight, weights);
}
