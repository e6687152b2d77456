import type { ArrayInput } from '@neutype/ndarray';
import { columnMeans, trainingRows } from './fit.js';
import { columnScaling, type FittedPreparation } from './preparation.js';

/**
 * Learns mean and standard deviation (of the population, divided by n) of every feature, to bring them to 0 and 1:
 * scikit-learn's `StandardScaler`. A feature that is constant is only shifted. NaN is left out.
 *
 * @param x training data, shape [n, …]; unchanged
 * @throws ShapeError for data without rows; DataError for infinite numbers, and for a feature of NaN alone
 *
 * @example
 * ```ts
 * const scaler = standardScaler(xTrain);
 * scaler.apply(xTrain); // in place
 * scaler.apply(xTest);
 * ```
 */
export function standardScaler(x: ArrayInput): FittedPreparation {
  const rows = trainingRows(x, 'standardScaler');
  const { counts, means } = columnMeans(rows, 'standardScaler');
  const { data, features } = rows;
  const squares = new Float64Array(features);
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      const difference = data[start + column]! - means[column]!;
      if (!Number.isNaN(difference)) squares[column] = squares[column]! + difference * difference;
    }
  }
  const factor = squares.map(
    (sum, column) => 1 / deviation(sum / counts[column]!, means[column]!, counts[column]!),
  );
  return columnScaling({ method: 'standardScaler', shift: means, factor });
}

/**
 * A constant feature's deviation is 0 but for rounding, and counts as 1. The bound on what rounding may leave is
 * scikit-learn's.
 */
function deviation(variance: number, mean: number, count: number): number {
  const rounding = count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
  return variance <= rounding ? 1 : Math.sqrt(variance);
}
