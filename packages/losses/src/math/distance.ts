import { squaredDifference, sum, type Tensor } from '@tensorflow/tfjs-core';
import { root } from './root.js';

/** The Euclidean distance along the last axis. Its gradient where two points are the same is 0. */
export function distance(a: Tensor, b: Tensor): Tensor {
  return root(sum(squaredDifference(a, b), -1));
}
