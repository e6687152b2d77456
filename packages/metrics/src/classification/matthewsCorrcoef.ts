import { checkWeightOptions, readWeights, type WeightOptions } from '../input/columns.js';
import { distinct, type Labels, readPairs } from '../input/labels.js';
import { countClasses } from './counts.js';

/**
 * The correlation between actual and predicted classes, as scikit-learn's `matthews_corrcoef` computes it: 1 for a perfect
 * prediction, 0 for one that tells nothing. With two classes -1 is a prediction that is always wrong; with more, the least
 * lies between -1 and 0. With c samples predicted right of s, of class k t predicted and p actual:
 * (c s − Σ t p) / √((s² − Σ p²) (s² − Σ t²)), and 0 where all samples are of one class or predicted to be.
 *
 * B. W. Matthews, "Comparison of the predicted and observed secondary structure of T4 phage lysozyme", 1975.
 * J. Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient", 2004.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * @throws DataError for no samples, unequal lengths, or values that are no classes; ShapeError for one-hot rows;
 * OptionError for an unknown option
 *
 * @example
 * ```ts
 * matthewsCorrcoef([1, 1, 1, 0], [1, 0, 1, 1]); // -0.3333333333333333
 * ```
 */
export function matthewsCorrcoef(actual: Labels, predicted: Labels, options: WeightOptions = {}): number {
  checkWeightOptions('matthewsCorrcoef', options);
  const pairs = readPairs('matthewsCorrcoef', actual, predicted);
  const weights = readWeights('matthewsCorrcoef', options.sampleWeight, pairs.actual.length);
  let [right, samples, products, actualSquares, predictedSquares] = [0, 0, 0, 0, 0];
  for (const count of countClasses(pairs, distinct(pairs.actual, pairs.predicted), weights)) {
    right += count.right;
    samples += count.predicted;
    products += count.actual * count.predicted;
    actualSquares += count.actual ** 2;
    predictedSquares += count.predicted ** 2;
  }
  const variances = (samples ** 2 - predictedSquares) * (samples ** 2 - actualSquares);
  return variances === 0 ? 0 : (right * samples - products) / Math.sqrt(variances);
}
