import { sameShape } from '@neutype/ndarray';
import { reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';

/** The gradient of an input of this shape, from the gradient of what it was broadcast to: broadcast axes are summed. */
export function unbroadcast(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const added = gradient.rank - shape.length;
  const axes = gradient.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < added || (shape[axis - added] === 1 && gradient.shape[axis] !== 1));
  const summed = axes.length === 0 ? gradient : sum(gradient, axes, true);
  return reshape(summed, [...shape]);
}
