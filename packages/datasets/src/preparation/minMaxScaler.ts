import { checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { checkPair } from '../support/checkPair.js';
import { checkKnown, trainingRows } from './fit.js';
import { columnScaling, type FittedPreparation } from './preparation.js';

export interface MinMaxOptions {
  /** What the smallest and the largest value of the training data become; [0, 1] by default. */
  readonly range?: readonly [low: number, high: number] | undefined;
}

const OPTIONS = optionNames<MinMaxOptions>({ range: true });

/**
 * Learns the smallest and largest value of every feature, to map them to a range: scikit-learn's `MinMaxScaler`. A
 * feature that is constant is only shifted, to the range's low end. NaN is left out.
 *
 * @param x training data, shape [n, …]; unchanged
 * @throws ShapeError for data without rows; DataError for infinite numbers, and for a feature of NaN alone; OptionError for
 *   a range that is not ascending
 *
 * @example
 * ```ts
 * const scaler = minMaxScaler(xTrain);
 * scaler.apply(xTrain); // in place
 * scaler.apply(xTest);
 * ```
 */
export function minMaxScaler(x: ArrayInput, options: MinMaxOptions = {}): FittedPreparation {
  checkOptions('minMaxScaler', options, OPTIONS);
  const { range = [0, 1] } = options;
  checkPair('minMaxScaler, range', range, {}, true);
  const [low, high] = range;
  const { data, features } = trainingRows(x, 'minMaxScaler');
  const least = new Float64Array(features).fill(Infinity);
  const most = new Float64Array(features).fill(-Infinity);
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      const value = data[start + column]!;
      if (value < least[column]!) least[column] = value;
      if (value > most[column]!) most[column] = value;
    }
  }
  checkKnown((column) => least[column]! <= most[column]!, features, 'minMaxScaler');
  const factor = least.map((value, column) => (high - low) / (most[column]! - value || 1));
  const shift = least.map((value, column) => value - low / factor[column]!);
  return columnScaling({ method: 'minMaxScaler', shift, factor });
}
