import { checkCount, checkNumber, optionNames } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { begin, emptyRows, type NoisyOptions } from './generated.js';

export interface RegressionOptions extends NoisyOptions {
  /** How many features; 100 by default. */
  readonly features?: number | undefined;
  /** How many of them the targets depend on; 10 by default, at most all. */
  readonly informative?: number | undefined;
  /** How many targets a sample; 1 by default. */
  readonly targets?: number | undefined;
  /** What is added to every target; 0 by default. */
  readonly bias?: number | undefined;
}

export interface Regression {
  /** float32 of shape [samples, features], drawn from the standard normal distribution. */
  readonly x: NdArray<Float32Array>;
  /** float32 of shape [samples, targets]. */
  readonly y: NdArray<Float32Array>;
  /** float32 of shape [features, targets]: the coefficients behind the targets, between 0 and 100, or 0. */
  readonly coefficients: NdArray<Float32Array>;
}

const OPTIONS = optionNames<RegressionOptions>({
  samples: true,
  shuffle: true,
  seed: true,
  noise: true,
  features: true,
  informative: true,
  targets: true,
  bias: true,
});

/**
 * Targets that are a linear function of some of the features: scikit-learn's `make_regression` (of full rank), with
 * `shuffle` the informative features are among the others at random.
 *
 * @throws OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const { x, y, coefficients } = makeRegression({ samples: 200, features: 5, informative: 3, noise: 1 });
 * ```
 */
export function makeRegression(options: RegressionOptions = {}): Regression {
  const { samples, source } = begin('makeRegression', options, OPTIONS);
  const { features = 100, targets = 1, bias = 0, noise = 0, shuffle = true } = options;
  checkCount('makeRegression, features', features);
  checkCount('makeRegression, targets', targets);
  checkNumber('makeRegression, bias', bias);
  const { informative: wanted = 10 } = options;
  checkCount('makeRegression, informative', wanted, 0);
  const informative = Math.min(wanted, features);
  const coefficients = emptyRows('makeRegression', features, targets);
  const columns = shuffle
    ? source.permutation(features)
    : Uint32Array.from({ length: features }, (_, i) => i);
  for (let i = 0; i < informative; i++) {
    for (let target = 0; target < targets; target++) {
      coefficients[columns[i]! * targets + target] = source.uniform(0, 100);
    }
  }
  const x = source.fillNormal(emptyRows('makeRegression', samples, features));
  const y = emptyRows('makeRegression', samples, targets);
  for (let sample = 0; sample < samples; sample++) {
    for (let target = 0; target < targets; target++) {
      let sum = bias + (noise > 0 ? noise * source.normal() : 0);
      for (let i = 0; i < features; i++) {
        sum += x[sample * features + i]! * coefficients[i * targets + target]!;
      }
      y[sample * targets + target] = sum;
    }
  }
  return {
    x: new NdArray(x, [samples, features]),
    y: new NdArray(y, [samples, targets]),
    coefficients: new NdArray(coefficients, [features, targets]),
  };
}
