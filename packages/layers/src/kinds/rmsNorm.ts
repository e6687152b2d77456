import { rmsNorm as normalizeRows } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { checkLayerOptions } from '../checkLayerOptions.js';
import type { InitialValue } from '../initialValue.js';
import { type Layer, layer } from '../layer.js';
import type { OneInput } from '../takes.js';

/** Options of `rmsNorm`. */
export interface RmsNormOptions {
  /** Added to the mean of the squares, 1e-6. */
  readonly epsilon?: number;
  /** Initial scale, `[features]`, 1. */
  readonly gamma?: InitialValue;
  /** A name of its own instead of `rms-norm-1`. */
  readonly name?: string;
}

/**
 * Divides the features of each sample, or of each time step or pixel (the last axis), by their root mean square, then
 * scales by gamma, which is learned: `y = gamma · x / √(mean(x²) + epsilon)`. Any shape stays as it is.
 *
 * Layer normalization without its mean and shift, which transformers do as well with, and sooner. PyTorch's
 * `RMSNorm(features, eps)` has gamma as `weight` and 1.19e-7 where no eps is given; Keras' `RMSNormalization` adds 1e-6.
 *
 * Zhang & Sennrich, "Root Mean Square Layer Normalization", 2019.
 *
 * @throws OptionError for an epsilon that is not positive
 *
 * @example
 * ```ts
 * const network = input(784).to(linear(100), rmsNorm(), relu(), softmax(10));
 * ```
 */
export function rmsNorm(options: RmsNormOptions = {}): Layer<'same', OneInput> {
  checkLayerOptions('rmsNorm', options, ['epsilon', 'gamma']);
  const { epsilon = 1e-6, gamma = 1, name } = options;
  checkNumber('rmsNorm epsilon', epsilon, { above: 0 });
  return layer({
    kind: 'rms-norm',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { epsilon },
    parameters: (inputShape) => ({ gamma: { shape: inputShape.slice(-1), value: gamma } }),
    forward: (x, { gamma }) => normalizeRows(x, gamma, epsilon),
  });
}
