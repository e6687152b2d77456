import { clipByValue, type Tensor } from '@tensorflow/tfjs-core';

/** Keeps probabilities from 0 and 1, where a logarithm would be infinite; NeuPy's bound. */
export const clipProbabilities = (probabilities: Tensor): Tensor =>
  clipByValue(probabilities, 1e-7, 1 - 1e-7);
