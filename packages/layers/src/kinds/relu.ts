import { activate } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import type { Tensor } from '@tensorflow/tfjs-core';
import { heNormal } from '../initializers/heNormal.js';
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

/** Options of `relu`. */
export interface ReluOptions {
  /** The slope below 0, from 0 on: 0. A small one keeps units alive; see also `leakyRelu`. */
  readonly alpha?: number;
}

/**
 * `max(0, z)` of `z = x · weight + bias`, or `relu()` of x alone; with `alpha`, `alpha · z` below 0. Weights begin as
 * `heNormal()`, the bias as 0.
 *
 * Nair & Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", 2010.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1 or a negative alpha
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(500), linear(300), relu(), softmax(10));
 * ```
 */
export function relu<const Units extends number>(
  units: Units,
  options?: ReluOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function relu(options?: ReluOptions & ActivationOptions): Layer<'same', OneInput>;
export function relu(...args: DenseArguments<ReluOptions>): Layer {
  const given = denseArguments('relu', args, ['alpha']);
  const { alpha = 0 } = given.options;
  checkNumber('relu, alpha', alpha, { from: 0 });
  const rule = alpha === 0 ? fusable('relu') : { apply: (z: Tensor) => activate(z, 'leakyrelu', alpha) };
  return denseLayer({ name: 'relu', weight: heNormal(), settings: { alpha }, ...rule }, given);
}
