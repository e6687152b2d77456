import { lecunNormal } from '../initializers/lecunNormal.js';
import type { Layer } from '../layer.js';
import { type DenseOptions, denseLayer } from './dense.js';

/**
 * `tanh(x · weight + bias)`, or `tanh()` for `tanh(x)` alone. Weights begin as `lecunNormal()`, the bias as 0.
 *
 * `[?, inputs]` → `[?, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 * @throws ShapeError in the network, where `tanh(units)` meets anything but rows of features
 *
 * @example
 * ```ts
 * const network = input(2).to(tanh(8), sigmoid(1));
 * ```
 */
export function tanh<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<readonly [Units]>;
export function tanh(units?: undefined, options?: { readonly name?: string }): Layer<'same'>;
export function tanh(units?: number, options?: DenseOptions): Layer {
  return denseLayer('tanh', lecunNormal(), units, options);
}
