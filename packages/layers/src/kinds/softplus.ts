import { softplus as apply } from '@tensorflow/tfjs-core';
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
 * `ln(1 + exp(z))` of `z = x · weight + bias`, or `softplus()` of x alone: a smooth relu, and a way to outputs above 0 such
 * as variances and rates. Weights begin as `lecunNormal()`, the bias as 0. It is exact for values of any size.
 *
 * Dugas et al., "Incorporating Second-Order Functional Knowledge for Better Option Pricing", 2000.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const counts = input(20).to(relu(50), softplus(1)); // with the loss poisson
 * ```
 */
export function softplus<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function softplus(options?: ActivationOptions): Layer<'same', OneInput>;
export function softplus(...args: DenseArguments): Layer {
  return denseLayer(
    { name: 'softplus', weight: lecunNormal(), apply: (z) => apply(z) },
    denseArguments('softplus', args),
  );
}
