import type { ArrayInput } from '@neutype/ndarray';
import { columnMeans, trainingRows } from './fit.js';
import { columnScaling, type FittedPreparation } from './preparation.js';

/**
 * Learns the mean of every feature, to subtract it: what the MNIST tutorial does after dividing by 255. It is
 * scikit-learn's `StandardScaler` with `with_std=False`. NaN is left out.
 *
 * @param x training data, shape [n, …]; unchanged
 * @throws ShapeError for data without rows; DataError for infinite numbers, and for a feature of NaN alone
 *
 * @example
 * ```ts
 * const centering = featureMean(xTrain);
 * centering.apply(xTrain); // in place
 * centering.apply(xTest);
 * ```
 */
export function featureMean(x: ArrayInput): FittedPreparation {
  const { means } = columnMeans(trainingRows(x, 'featureMean'), 'featureMean');
  return columnScaling({ method: 'featureMean', shift: means, factor: means.slice().fill(1) });
}
