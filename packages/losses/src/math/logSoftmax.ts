import { exp, log, max, mul, softmax, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './withGradient.js';

/**
 * The logarithm of the softmax along the last axis. The largest logit is taken off before anything is added up, so that
 * nothing overflows, and differences between large logits keep their digits.
 */
export const logSoftmax: (z: Tensor) => Tensor = withGradient(
  (z) => {
    const shifted = sub(z, max(z, -1, true));
    return sub(shifted, log(sum(exp(shifted), -1, true)));
  },
  (dy, z) => sub(dy, mul(softmax(z), sum(dy, -1, true))),
);
