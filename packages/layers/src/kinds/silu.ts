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
 * `z · sigmoid(z)` of `z = x · weight + bias`, or `silu()` of x alone; also known as swish. Weights begin as `heNormal()`,
 * the bias as 0.
 *
 * Elfwing et al., "Sigmoid-Weighted Linear Units for Neural Network Function Approximation", 2018.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const network = input([32, 32, 3]).to(conv2d(16, 3, { bias: null }), batchNorm(), silu(), flatten(), softmax(10));
 * ```
 */
export function silu<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function silu(options?: ActivationOptions): Layer<'same', OneInput>;
export function silu(...args: DenseArguments): Layer {
  return denseLayer(
    { name: 'silu', weight: heNormal(), apply: (z) => selfGated(z, 'silu') },
    denseArguments('silu', args),
  );
}
