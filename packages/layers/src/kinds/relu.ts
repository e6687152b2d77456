import { heNormal } from '../initializers/heNormal.js';
import type { Layer } from '../layer.js';
import { type DenseOptions, denseLayer } from './dense.js';

/**
 * `max(0, x · weight + bias)`, or `relu()` for `max(0, x)` alone. Weights begin as `heNormal()`, the bias as 0.
 *
 * `[?, inputs]` → `[?, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 * @throws ShapeError in the network, where `relu(units)` meets anything but rows of features
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(500), linear(300), relu(), softmax(10));
 * ```
 */
export function relu<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<readonly [Units]>;
export function relu(units?: undefined, options?: { readonly name?: string }): Layer<'same'>;
export function relu(units?: number, options?: DenseOptions): Layer {
  return denseLayer('relu', heNormal(), units, options);
}
