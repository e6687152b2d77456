import { squaredDifference } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { rootMeanOf } from '../meanOf.js';

/**
 * Root mean squared error: the root of the mean of `(o − t)²` over all elements of a batch, as in NeuPy.
 *
 * It has the unit of the targets. The validation loss is the mean of the batches' roots, which is below the root for the
 * whole set unless all batches do equally well. Where outputs are exact its gradient is 0. Sample weights weigh the squares,
 * below the root.
 *
 * Targets and outputs are numbers of any size, in the same shape.
 *
 * @example
 * ```ts
 * const optimizer = gradientDescent(input(13).to(relu(64), linear(1)), { loss: 'rmse' });
 * ```
 */
export const rmse: Loss = {
  name: 'rmse',
  replayable: true,
  expects: 'numbers',
  ...rootMeanOf((targets, outputs) => squaredDifference(outputs, targets)),
};
