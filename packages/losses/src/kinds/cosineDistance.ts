import {
  abs,
  add,
  cast,
  div,
  equal,
  max,
  maximum,
  mul,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { root } from '../math/root.js';
import { stopGradient } from '../math/stopGradient.js';
import { meanOf } from '../meanOf.js';

/**
 * Cosine distance: `1 − cos(o, t)` along the last axis, averaged over all others. 0 where outputs point where targets do,
 * 1 where they are orthogonal, 2 where they are opposite; lengths do not matter.
 *
 * In PyTorch it is CosineEmbeddingLoss for pairs that belong together. Keras's cosine similarity is 1 less.
 *
 * Targets and outputs are vectors along the last axis, in the same shape. The cosine with a vector of zeros counts as 0.
 *
 * @example
 * ```ts
 * const optimizer = adam(input(300).to(relu(200), linear(100)), { loss: 'cosineDistance' });
 * ```
 */
export const cosineDistance: Loss = {
  name: 'cosineDistance',
  replayable: true,
  expects: 'numbers',
  ...meanOf((targets, outputs) => sub(1, sum(mul(direction(targets), direction(outputs)), -1))),
};

/** Vectors of length 1. The largest element is divided by first, so that no square overflows or vanishes. */
function direction(x: Tensor): Tensor {
  const largest = stopGradient(max(abs(x), -1, true));
  const scaled = div(x, add(largest, cast(equal(largest, 0), 'float32')));
  // Only that of zeros is below 1.
  const length = maximum(root(sum(square(scaled), -1, true)), 0.5);
  return div(scaled, length);
}
