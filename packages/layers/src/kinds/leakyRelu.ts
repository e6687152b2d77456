import { activate, DEFAULT_LEAKY_RELU_ALPHA } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import type { Tensor } from '@tensorflow/tfjs-core';
import { lecunNormal } from '../initializers/lecunNormal.js';
import type { LastSize, Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import {
  type ActivationOptions,
  type DenseArguments,
  type DenseOptions,
  denseArguments,
  denseLayer,
  fusable,
} from './dense.js';

/** Options of `leakyRelu`. */
export interface LeakyReluOptions {
  /** The slope below 0, from 0 on: 0.01. */
  readonly alpha?: number;
}

/**
 * `z` above 0 and `alpha · z` below it, of `z = x · weight + bias`, or `leakyRelu()` of x alone. Weights begin as
 * `lecunNormal()`, the bias as 0.
 *
 * `alpha` is 0.01 as in NeuPy and PyTorch; Keras' `negative_slope` is 0.3 unless given.
 *
 * Maas et al., "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1 or a negative alpha
 *
 * @example
 * ```ts
 * const network = input(784).to(leakyRelu(500), leakyRelu(300, { alpha: 0.2 }), softmax(10));
 * ```
 */
export function leakyRelu<const Units extends number>(
  units: Units,
  options?: LeakyReluOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function leakyRelu(options?: LeakyReluOptions & ActivationOptions): Layer<'same', OneInput>;
export function leakyRelu(...args: DenseArguments<LeakyReluOptions>): Layer {
  const given = denseArguments('leakyRelu', args, ['alpha']);
  const { alpha = DEFAULT_LEAKY_RELU_ALPHA } = given.options;
  checkNumber('leakyRelu, alpha', alpha, { from: 0 });
  const rule =
    alpha === DEFAULT_LEAKY_RELU_ALPHA
      ? fusable('leakyrelu')
      : { apply: (z: Tensor) => activate(z, 'leakyrelu', alpha) };
  return denseLayer({ name: 'leakyRelu', weight: lecunNormal(), settings: { alpha }, ...rule }, given);
}
