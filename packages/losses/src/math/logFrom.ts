import { div, log, maximum, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './withGradient.js';

/** The smallest number that float32 holds with all of its digits. */
export const SMALLEST: number = 2 ** -126;

/**
 * The logarithm of numbers from `least` on; what lies below counts as `least`.
 *
 * Its gradient, `1 / x`, ends there too, and does not become 0: what comes before still learns in which direction to go.
 */
export function logFrom(x: Tensor, least: number): Tensor {
  return withGradient(
    (x) => log(maximum(x, least)),
    (dy, x) => div(dy, maximum(x, least)),
  )(x);
}

/**
 * The logarithm of probabilities, as exact as they are: 0 counts as 2^-126, so that logarithms end at −87.3. Behind a
 * softmax or sigmoid the gradient is right again once it is multiplied with theirs. (PyTorch ends logarithms at −100,
 * which float32 knows no probability for.)
 */
export function logProbability(probabilities: Tensor): Tensor {
  return logFrom(probabilities, SMALLEST);
}
