import type { NdArray, TypedArray } from '@neutype/ndarray';
import { columnMeans } from './columnMeans.js';
import { columnScaling, type FittedPreparation, featuresOf } from './preparation.js';

/**
 * Learns the mean of every feature, to subtract it: what the MNIST tutorial does after dividing by 255. It is
 * scikit-learn's `StandardScaler` with `with_std=False`.
 *
 * @param x training data, shape [n, …]; unchanged
 * @throws RangeError for data without rows
 *
 * @example
 * ```ts
 * const centring = featureMean(xTrain);
 * centring.apply(xTrain); // in place
 * centring.apply(xTest);
 * ```
 */
export function featureMean(x: NdArray<TypedArray>): FittedPreparation {
  const features = featuresOf(x, 'featureMean');
  return columnScaling(columnMeans(x, features), new Float64Array(features).fill(1), 'featureMean');
}
