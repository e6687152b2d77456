import { softmaxCrossEntropy } from '@neutype/core';
import {
  log,
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
import { clipProbabilities } from './clip.js';
import type { Loss } from './loss.js';

/**
 * Cross-entropy of one class out of many: `−Σ t ln o` along the last axis, averaged over all others, with o kept
 * within `[1e-7, 1 − 1e-7]`. Behind a softmax it is computed from the softmax's input and needs no such bound.
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
  compute: (targets, outputs) =>
    tidy(() => neg(mean(sum(mul(targets, log(clipProbabilities(outputs))), -1))) as Scalar),
  fromLogits: { softmax: (targets, logits) => softmaxCrossEntropy(asRows(targets), asRows(logits)) },
  checkTargets: checkOneHot,
};

const asRows = (x: Tensor): Tensor2D =>
  x.rank === 2 ? (x as Tensor2D) : reshape(x, [-1, x.shape.at(-1) as number]);
