import { checkNumber } from '@neutype/errors';
import { add, expm1, minimum, mul, relu as positive, type Tensor } from '@tensorflow/tfjs-core';
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

/** Options of `elu`. */
export interface EluOptions {
  /** What it approaches below 0 is `−alpha`; from 0 on: 1, as in NeuPy. */
  readonly alpha?: number;
}

/**
 * `z` above 0 and `alpha · (exp(z) − 1)` below it, of `z = x · weight + bias`, or `elu()` of x alone. Weights begin as
 * `lecunNormal()`, the bias as 0.
 *
 * Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units (ELUs)", 2016.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1 or a negative alpha
 *
 * @example
 * ```ts
 * const network = input(784).to(elu(500), elu(300), softmax(10));
 * ```
 */
export function elu<const Units extends number>(
  units: Units,
  options?: EluOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function elu(options?: EluOptions & ActivationOptions): Layer<'same', OneInput>;
export function elu(...args: DenseArguments<EluOptions>): Layer {
  const given = denseArguments('elu', args, ['alpha']);
  const { alpha = 1 } = given.options;
  checkNumber('elu, alpha', alpha, { from: 0 });
  const rule = alpha === 1 ? fusable('elu') : { apply: (z: Tensor) => scaled(z, alpha) };
  return denseLayer({ name: 'elu', weight: lecunNormal(), settings: { alpha }, ...rule }, given);
}

function scaled(z: Tensor, alpha: number): Tensor {
  return add(positive(z), mul(expm1(minimum(z, 0)), alpha));
}
