import { lecunNormal } from '../initializers/lecunNormal.js';
import type { Layer } from '../layer.js';
import { type DenseOptions, denseLayer } from './dense.js';

/**
 * Probabilities of classes: `exp(z) / Σ exp(z)` along the last axis of `z = x · weight + bias`, or `softmax()` of x alone. Weights begin as `lecunNormal()`, the bias as 0. Where a network ends in it, categorical cross-entropy is computed from z, which stays exact where a probability rounds to 0.
 *
 * `[?, inputs]` → `[?, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 * @throws ShapeError in the network, where `softmax(units)` meets anything but rows of features
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(500), softmax(10));
 * ```
 */
export function softmax<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<readonly [Units]>;
export function softmax(units?: undefined, options?: { readonly name?: string }): Layer<'same'>;
export function softmax(units?: number, options?: DenseOptions): Layer {
  return denseLayer('softmax', lecunNormal(), units, options);
}
