import { selu as apply } from '@tensorflow/tfjs-core';
import { lecunNormal } from '../initializers/lecunNormal.js';
import type { LastSize, Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import {
  type ActivationOptions,
  type DenseArguments,
  type DenseOptions,
  denseArguments,
  denseLayer,
} from './dense.js';

/**
 * `1.0507 · z` above 0 and `1.7581 · (exp(z) − 1)` below it, of `z = x · weight + bias`, or `selu()` of x alone: scaled so
 * that values keep mean 0 and variance 1 from layer to layer. Weights begin as `lecunNormal()`, which it needs for that, the
 * bias as 0.
 *
 * Klambauer et al., "Self-Normalizing Neural Networks", 2017.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const network = input(784).to(selu(500), selu(300), softmax(10));
 * ```
 */
export function selu<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function selu(options?: ActivationOptions): Layer<'same', OneInput>;
export function selu(...args: DenseArguments): Layer {
  return denseLayer(
    { name: 'selu', weight: lecunNormal(), apply: (z) => apply(z) },
    denseArguments('selu', args),
  );
}
