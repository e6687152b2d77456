import { mul, relu, square, sub } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';
import { checkSigns } from '../targets/checkValues.js';

/**
 * Squared hinge loss of yes-or-no outputs: the mean of `max(0, 1 − t o)²` over all elements. Unlike {@link binaryHinge} it
 * has no kink, and what is far on the wrong side costs much more.
 *
 * Targets are −1 and 1, in the outputs' shape; outputs are numbers of any size, of which the sign decides.
 *
 * @example
 * ```ts
 * const optimizer = adam(input(20).to(relu(32), tanh(1)), { loss: 'squaredHinge' });
 * ```
 */
export const squaredHinge: Loss = {
  name: 'squaredHinge',
  replayable: true,
  expects: 'numbers',
  ...meanOf((targets, outputs) => square(relu(sub(1, mul(targets, outputs))))),
  checkTargets: (targets) => checkSigns('squaredHinge', targets),
};
