import { lecunNormal } from '../initializers/lecunNormal.js';
import type { Layer } from '../layer.js';
import { type DenseOptions, denseLayer } from './dense.js';

/**
 * `1 / (1 + exp(-z))` of `z = x · weight + bias`, or `sigmoid()` of x alone. Weights begin as `lecunNormal()`, the bias as 0. Where a network ends in it, binary cross-entropy is computed from z, which stays exact where the probability rounds to 0 or 1.
 *
 * `[?, inputs]` → `[?, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 * @throws ShapeError in the network, where `sigmoid(units)` meets anything but rows of features
 *
 * @example
 * ```ts
 * const network = input(2).to(tanh(8), sigmoid(1));
 * ```
 */
export function sigmoid<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<readonly [Units]>;
export function sigmoid(units?: undefined, options?: { readonly name?: string }): Layer<'same'>;
export function sigmoid(units?: number, options?: DenseOptions): Layer {
  return denseLayer('sigmoid', lecunNormal(), units, options);
}
