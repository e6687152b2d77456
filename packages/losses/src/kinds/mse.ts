import { squaredDifference } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';

/**
 * Mean squared error: the mean of `(o − t)²` over all elements.
 *
 * Targets and outputs are numbers of any size, in the same shape.
 *
 * @example
 * ```ts
 * const optimizer = gradientDescent(input(13).to(relu(64), linear(1)), { loss: 'mse' });
 * ```
 */
export const mse: Loss = {
  name: 'mse',
  replayable: true,
  expects: 'numbers',
  ...meanOf((targets, outputs) => squaredDifference(outputs, targets)),
};
