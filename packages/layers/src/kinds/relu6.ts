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

/**
 * `min(max(0, z), 6)` of `z = x · weight + bias`, or `relu6()` of x alone. Weights begin as `heNormal()`, the bias as 0.
 *
 * Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const network = input([32, 32, 3]).to(conv2d(16, 3, { bias: null }), batchNorm(), relu6(), flatten(), softmax(10));
 * ```
 */
export function relu6<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function relu6(options?: ActivationOptions): Layer<'same', OneInput>;
export function relu6(...args: DenseArguments): Layer {
  return denseLayer(
    { name: 'relu6', weight: heNormal(), ...fusable('relu6') },
    denseArguments('relu6', args),
  );
}
