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
 * `1 / (1 + exp(−z))` of `z = x · weight + bias`, or `sigmoid()` of x alone. Weights begin as `lecunNormal()`, the bias as
 * 0. Where a network ends in it, binary cross-entropy is computed from z, which stays exact where a probability rounds to 0
 * or 1.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1
 *
 * @example
 * ```ts
 * const spam = input(300).to(relu(50), sigmoid(1));
 * ```
 */
export function sigmoid<const Units extends number>(
  units: Units,
  options?: DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function sigmoid(options?: ActivationOptions): Layer<'same', OneInput>;
export function sigmoid(...args: DenseArguments): Layer {
  return denseLayer(
    {
      name: 'sigmoid',
      weight: lecunNormal(),
      outputs: 'probabilities',
      logits: 'sigmoid',
      ...fusable('sigmoid'),
    },
    denseArguments('sigmoid', args),
  );
}
