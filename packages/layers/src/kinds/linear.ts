import { lecunNormal } from '../initializers/lecunNormal.js';
import type { Layer } from '../layer.js';
import { type DenseOptions, denseLayer } from './dense.js';

/**
 * `x · weight + bias`, without an activation. Weights begin as `lecunNormal()`, the bias as 0.
 *
 * `[?, inputs]` → `[?, units]`
 *
 * @throws OptionError for a number of units below 1
 * @throws ShapeError in the network, where the input is no row of features
 *
 * @example
 * ```ts
 * const regression = input(13).to(relu(64), linear(1));
 * ```
 */
export function linear<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<readonly [Units]> {
  return denseLayer('linear', lecunNormal(), units, options) as Layer<readonly [Units]>;
}
