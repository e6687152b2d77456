import { lecunNormal } from '../initializers/lecunNormal.js';
import type { LastSize, Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import { checkUnits, type DenseOptions, denseArguments, denseLayer, fusable } from './dense.js';

/**
 * `x · weight + bias` along the last axis, without an activation. Weights begin as `lecunNormal()`, the bias as 0.
 *
 * `[?, …, inputs]` → `[?, …, units]`: each time step of a sequence, and each place of an image, is multiplied with the
 * same weights. Put `flatten()` before it where all values of a sample are to be seen together.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const regression = input(13).to(relu(64), linear(1));
 * const everyStep = input([50, 8]).to(relu(32), linear(1)); // [?, 50, 1]
 * ```
 */
export function linear<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function linear(units: number, options?: DenseOptions): Layer {
  checkUnits('linear', units);
  return denseLayer(
    { name: 'linear', weight: lecunNormal(), ...fusable('linear') },
    denseArguments<unknown>('linear', [units, options]),
  );
}
