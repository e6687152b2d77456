import { softmaxCrossEntropy } from '@neutype/core';
import {
  mean,
  mul,
  neg,
  reshape,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { checkOneHot } from './checkTargets.js';
import { logProbability } from './logProbability.js';
import type { Loss } from './loss.js';

/**
 * Cross-entropy of one class out of many: `−Σ t ln o` along the last axis, averaged over all others.
 *
 * Behind a softmax, with or without layers after it that only change the shape, it is computed from the softmax's
 * input, and is exact for any. Otherwise logarithms end at −87.3, for an output of 0.
 *
 * Targets are one-hot rows (or rows of probabilities) of as many classes as the network has outputs.
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { loss: 'categoricalCrossentropy' });
 * await optimizer.train(images, oneHot(labels), { epochs: 10 });
 * ```
 */
export const categoricalCrossentropy: Loss = {
  name: 'categoricalCrossentropy',
  replayable: true,
  expects: 'distribution',
  compute: (targets, outputs) =>
    tidy(() => neg(mean(sum(mul(targets, logProbability(outputs)), -1))) as Scalar),
  fromLogits: { softmax: (targets, logits) => softmaxCrossEntropy(asRows(targets), asRows(logits)) },
  checkTargets: checkOneHot,
};

function asRows(x: Tensor): Tensor2D {
  return x.rank === 2 ? (x as Tensor2D) : reshape(x, [-1, x.shape.at(-1) as number]);
}
