import { mean, type Scalar, squaredDifference, tidy } from '@tensorflow/tfjs-core';
import type { Loss } from './loss.js';

/**
 * Mean squared error: the mean of `(o − t)²` over all elements.
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
  compute: (targets, outputs) => tidy(() => mean(squaredDifference(outputs, targets)) as Scalar),
};
