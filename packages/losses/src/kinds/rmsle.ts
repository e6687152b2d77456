import type { Loss } from '../loss.js';
import { rootMeanOf } from '../meanOf.js';
import { checkAboveMinusOne } from '../targets/checkValues.js';
import { squaredLogarithmicError } from './msle.js';

/**
 * Root mean squared logarithmic error: the root of {@link msle} over a batch, as in NeuPy. About the relative error, where
 * that is small.
 *
 * Targets and outputs lie above −1, in the same shape. The validation loss is the mean of the batches' roots. Where outputs
 * are exact its gradient is 0. Sample weights weigh the squares, below the root.
 *
 * @example
 * ```ts
 * const optimizer = gradientDescent(input(13).to(relu(64), softplus(1)), { loss: 'rmsle' });
 * ```
 */
export const rmsle: Loss = {
  name: 'rmsle',
  replayable: true,
  expects: 'numbers',
  ...rootMeanOf(squaredLogarithmicError),
  checkTargets: (targets) => checkAboveMinusOne('rmsle', targets),
};
