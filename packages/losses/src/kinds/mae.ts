import { abs, sub } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';

/**
 * Mean absolute error: the mean of `|o − t|` over all elements. It is least at the median of what is possible, where
 * mse is at the mean, so that outliers count less. Its gradient has the same size everywhere; the loss huber softens it.
 *
 * Targets and outputs are numbers of any size, in the same shape.
 *
 * @example
 * ```ts
 * const optimizer = gradientDescent(input(13).to(relu(64), linear(1)), { loss: 'mae' });
 * ```
 */
export const mae: Loss = {
  name: 'mae',
  replayable: true,
  expects: 'numbers',
  ...meanOf((targets, outputs) => abs(sub(outputs, targets))),
};
