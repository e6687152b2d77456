import type { NdArray, TypedArray } from '@neutype/ndarray';
import { columnMeans } from './columnMeans.js';
import { columnScaling, type FittedPreparation, featuresOf } from './preparation.js';

/**
 * Learns mean and standard deviation (of the population, divided by n) of every feature, to bring them to 0 and 1:
 * scikit-learn's `StandardScaler`. A feature that is constant is only shifted.
 *
 * @param x training data, shape [n, …]; unchanged
 * @throws RangeError for data without rows
 *
 * @example
 * ```ts
 * const scaler = standardScaler(xTrain);
 * scaler.apply(xTrain); // in place
 * scaler.apply(xTest);
 * ```
 */
export function standardScaler(x: NdArray<TypedArray>): FittedPreparation {
  const features = featuresOf(x, 'standardScaler');
  const means = columnMeans(x, features);
  const squares = new Float64Array(features);
  const { data } = x;
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      const difference = data[start + column]! - means[column]!;
      squares[column] = squares[column]! + difference * difference;
    }
  }
  const factor = squares.map((sum, column) => 1 / deviation(sum / x.length, means[column]!, x.length));
  return columnScaling(means, factor, 'standardScaler');
}

/**
 * A constant feature's deviation is 0 but for rounding, and counts as 1. The bound on what rounding may leave is
 * scikit-learn's.
 */
function deviation(variance: number, mean: number, count: number): number {
  const rounding = count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
  return variance <= rounding ? 1 : Math.sqrt(variance);
}
