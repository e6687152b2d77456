import { abs, add, exp, log1p, mul, neg, relu, sigmoid, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './withGradient.js';

/**
 * `ln(1 + e^z)`, which is −ln(1 − p) for the probability p = sigmoid(z), and −ln p for −z: exact for any z, where p has
 * long rounded to 0 or 1.
 */
export const softplus: (z: Tensor) => Tensor = withGradient(
  (z) => add(relu(z), log1p(exp(neg(abs(z))))),
  (dy, z) => mul(dy, sigmoid(z)),
);
