import { lecunNormal } from '../initializers/lecunNormal.js';
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
 * `tanh(z)` of `z = x · weight + bias`, or `tanh()` of x alone. Weights begin as `lecunNormal()`, the bias as 0.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const network = input(2).to(tanh(20), sigmoid(1));
 * ```
 */
export function tanh<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function tanh(options?: ActivationOptions): Layer<'same', OneInput>;
export function tanh(...args: DenseArguments): Layer {
  return denseLayer(
    { name: 'tanh', weight: lecunNormal(), ...fusable('tanh') },
    denseArguments('tanh', args),
  );
}
