import { squaredDifference, type Tensor } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { logOnePlus } from '../math/logOnePlus.js';
import { meanOf } from '../meanOf.js';
import { checkAboveMinusOne } from '../targets/checkValues.js';

/**
 * Mean squared logarithmic error: the mean of `(ln(1 + o) − ln(1 + t))²` over all elements, for targets of which the
 * ratio matters, such as prices and counts.
 *
 * Targets and outputs lie above −1, in the same shape. Below it NeuPy's is NaN; here an output counts as −1 + 2^-24, the
 * first number above, where the logarithm is −16.6 and very steep: end the network with relu or softplus.
 *
 * @example
 * ```ts
 * const optimizer = gradientDescent(input(13).to(relu(64), softplus(1)), { loss: 'msle' });
 * ```
 */
export const msle: Loss = {
  name: 'msle',
  replayable: true,
  expects: 'numbers',
  ...meanOf(squaredLogarithmicError),
  checkTargets: (targets) => checkAboveMinusOne('msle', targets),
};

export function squaredLogarithmicError(targets: Tensor, outputs: Tensor): Tensor {
  return squaredDifference(logOnePlus(outputs), logOnePlus(targets));
}
