import { add, div, log1p, maximum, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './withGradient.js';

/** The first number above −1 in float32. */
const LEAST = -1 + 2 ** -24;

/** `ln(1 + x)`, exact for small x. What is not above −1 counts as the first number that is. */
export const logOnePlus: (x: Tensor) => Tensor = withGradient(
  (x) => log1p(maximum(x, LEAST)),
  (dy, x) => div(dy, add(maximum(x, LEAST), 1)),
);
