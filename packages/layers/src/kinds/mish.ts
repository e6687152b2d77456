import { selfGated } from '@neutype/core';
import { heNormal } from '../initializers/heNormal.js';
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
 * `z · tanh(ln(1 + exp(z)))` of `z = x · weight + bias`, or `mish()` of x alone. Weights begin as `heNormal()`, the bias as 0.
 *
 * Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const network = input(784).to(mish(500), mish(300), softmax(10));
 * ```
 */
export function mish<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function mish(options?: ActivationOptions): Layer<'same', OneInput>;
export function mish(...args: DenseArguments): Layer {
  return denseLayer(
    { name: 'mish', weight: heNormal(), apply: (z) => selfGated(z, 'mish') },
    denseArguments('mish', args),
  );
}
