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
 * `z · min(max(z / 6 + 0.5, 0), 1)` of `z = x · weight + bias`, or `hardSwish()` of x alone: `silu` of straight lines and a
 * parabola. Weights begin as `heNormal()`, the bias as 0.
 *
 * Howard et al., "Searching for MobileNetV3", 2019.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const network = input([32, 32, 3]).to(conv2d(16, 3, { bias: null }), batchNorm(), hardSwish(), flatten(), softmax(10));
 * ```
 */
export function hardSwish<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function hardSwish(options?: ActivationOptions): Layer<'same', OneInput>;
export function hardSwish(...args: DenseArguments): Layer {
  return denseLayer(
    { name: 'hardSwish', weight: heNormal(), apply: (z) => selfGated(z, 'hardSwish') },
    denseArguments('hardSwish', args),
  );
}
