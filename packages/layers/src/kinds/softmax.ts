import { softmax as apply } from '@tensorflow/tfjs-core';
import { lecunNormal } from '../initializers/lecunNormal.js';
import type { LastSize, Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import { along, isLastAxis } from './axis.js';
import {
  type ActivationOptions,
  type DenseArguments,
  type DenseOptions,
  denseArguments,
  denseLayer,
} from './dense.js';

/** Options of `softmax`. */
export interface SoftmaxOptions {
  /** Along which axis, the batch being 0; negative ones count from the end. -1, the last. */
  readonly axis?: number;
}

/**
 * Probabilities of classes: `exp(z) / Σ exp(z)` along the last axis of `z = x · weight + bias`, or `softmax()` of x alone.
 * Weights begin as `lecunNormal()`, the bias as 0. Where a network ends in it, categorical cross-entropy is computed from z,
 * which stays exact where a probability rounds to 0.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1,
 * or an axis that is not a whole number or is the batch
 * @throws ShapeError in the network, where the input has no such axis
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(500), softmax(10));
 * const attention = input([20, 8]).to(tanh(16), linear(1), softmax({ axis: 1 })); // weights of 20 moments
 * ```
 */
export function softmax<const Units extends number>(
  units: Units,
  options?: SoftmaxOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function softmax(options?: SoftmaxOptions & ActivationOptions): Layer<'same', OneInput>;
export function softmax(...args: DenseArguments<SoftmaxOptions>): Layer {
  const given = denseArguments('softmax', args, ['axis']);
  const { axis } = given.options;
  const isLast = isLastAxis('softmax', axis);
  return denseLayer(
    {
      name: 'softmax',
      weight: lecunNormal(),
      outputs: isLast ? 'distribution' : null,
      logits: isLast ? 'softmax' : undefined,
      ...along(axis, (z) => apply(z)),
    },
    given,
  );
}
