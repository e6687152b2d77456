import { div, maximum, mul, sqrt, type Tensor } from '@tensorflow/tfjs-core';
import { SMALLEST } from './logFrom.js';
import { withGradient } from './withGradient.js';

/**
 * The square root. Its slope at 0 is infinite, which times a difference of 0 is NaN; here it ends at 2^62, and the product
 * is 0.
 */
export const root: (x: Tensor) => Tensor = withGradient(sqrt, (dy, x) =>
  div(dy, mul(sqrt(maximum(x, SMALLEST)), 2)),
);
