import { type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { withGradient } from './withGradient.js';

/** The same values, which count as constants: no gradient goes through. */
export const stopGradient: (x: Tensor) => Tensor = withGradient(
  (x) => x.clone(),
  (dy) => zerosLike(dy),
);
