import type { NdArray, TypedArray } from '@neutype/ndarray';
import { columnScaling, type FittedPreparation, featuresOf } from './preparation.js';

export interface MinMaxOptions {
  /** What the smallest and the largest value of the training data become; [0, 1] by default. */
  readonly range?: readonly [low: number, high: number] | undefined;
}

/**
 * Learns the smallest and largest value of every feature, to map them to a range: scikit-learn's `MinMaxScaler`. A
 * feature that is constant is only shifted, to the range's low end.
 *
 * @param x training data, shape [n, …]; unchanged
 * @throws RangeError for data without rows, or a range that is not ascending
 *
 * @example
 * ```ts
 * const scaler = minMaxScaler(xTrain);
 * scaler.apply(xTrain); // in place
 * scaler.apply(xTest);
 * ```
 */
export function minMaxScaler(x: NdArray<TypedArray>, options: MinMaxOptions = {}): FittedPreparation {
  const [low, high] = options.range ?? [0, 1];
  if (!(low < high)) throw new RangeError(`minMaxScaler: range must be ascending, got [${low}, ${high}].`);
  const features = featuresOf(x, 'minMaxScaler');
  const least = new Float64Array(features).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(features).fill(Number.NEGATIVE_INFINITY);
  const { data } = x;
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      const value = data[start + column]!;
      if (value < least[column]!) least[column] = value;
      if (value > most[column]!) most[column] = value;
    }
  }
  const factor = least.map((value, column) => (high - low) / (most[column]! - value || 1));
  const shift = least.map((value, column) => value - low / factor[column]!);
  return columnScaling(shift, factor, 'minMaxScaler');
}
