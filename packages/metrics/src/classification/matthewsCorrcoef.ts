import { checkWeightOptions, readWeights, type WeightOptions } from '../input/columns.js';
import { distinct, type Labels, readPairs } from '../input/labels.js';
import { pairwiseSum } from '../sums.js';
import { type Counts, countClasses, totalOf } from './counts.js';

/**
 * The correlation between actual and predicted classes, as scikit-learn's `matthews_corrcoef` computes it: 1 for a
 * perfect prediction, 0 for one that tells nothing. With two classes -1 is a prediction that is always wrong; with
 * more, the least lies between -1 and 0. With c samples predicted right of s, of class k t actual and p predicted: (c s
 * − Σ t p) / √((s² − Σ p²) (s² − Σ t²)), and 0 where all samples are of one class or predicted to be.
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
  const counts = countClasses(pairs, distinct(pairs.actual, pairs.predicted), weights);
  const { right, predicted: samples } = totalOf(counts);
  const sumOf = (product: (count: Counts) => number) => pairwiseSum(counts.map(product));
  const isConstant = (which: 'actual' | 'predicted') =>
    counts.filter((count) => count[which] > 0).length === 1;
  if (isConstant('actual') || isConstant('predicted')) return 0;
  const covariance = right * samples - sumOf((count) => count.actual * count.predicted);
  const variances =
    (samples ** 2 - sumOf((count) => count.actual ** 2)) *
    (samples ** 2 - sumOf((count) => count.predicted ** 2));
  return covariance / Math.sqrt(variances);
}
