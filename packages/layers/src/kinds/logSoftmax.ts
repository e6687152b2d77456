import { logSoftmax as apply } from '@neutype/core';
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

/** Options of `logSoftmax`. */
export interface LogSoftmaxOptions {
  /** Along which axis, the batch being 0; negative ones count from the end. -1, the last. */
  readonly axis?: number;
}

/**
 * The logarithms of softmax, `z − ln Σ exp(z)` along the last axis of `z = x · weight + bias`, or `logSoftmax()` of x alone.
 * Weights begin as `lecunNormal()`, the bias as 0. It is exact where a probability would round to 0.
 *
 * For a loss of your own that reads logarithms. To classify, end the network in `softmax(n)`: categoricalCrossentropy then
 * computes these logarithms by itself, and expects no others.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1,
 * or an axis that is not a whole number or is the batch
 * @throws ShapeError in the network, where the input has no such axis
 *
 * @example
 * ```ts
 * const policy = input(4).to(relu(64), logSoftmax(2));
 * ```
 */
export function logSoftmax<const Units extends number>(
  units: Units,
  options?: LogSoftmaxOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function logSoftmax(options?: LogSoftmaxOptions & ActivationOptions): Layer<'same', OneInput>;
export function logSoftmax(...args: DenseArguments<LogSoftmaxOptions>): Layer {
  const given = denseArguments('logSoftmax', args, ['axis']);
  const { axis } = given.options;
  isLastAxis('logSoftmax', axis);
  return denseLayer(
    {
      name: 'logSoftmax',
      weight: lecunNormal(),
      outputs: 'logarithms',
      ...along(axis, (z) => apply(z)),
    },
    given,
  );
}
