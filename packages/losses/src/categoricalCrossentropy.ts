import { softmaxCrossEntropy } from '@neutype/core';
import { logSumExp, mul, neg, reshape, sub, sum, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { checkOneHot } from './checkTargets.js';
import { logProbability } from './logProbability.js';
import type { Loss } from './loss.js';
import { meanOf } from './meanOf.js';

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
  ...meanOf((targets, outputs) => ofLogarithms(targets, logProbability(outputs))),
  fromLogits: {
    softmax: {
      ...meanOf((targets, logits) => ofLogarithms(targets, sub(logits, logSumExp(logits, -1, true)))),
      compute: (targets, logits) => softmaxCrossEntropy(asRows(targets), asRows(logits)),
    },
  },
  checkTargets: checkOneHot,
};

function ofLogarithms(targets: Tensor, logarithms: Tensor): Tensor {
  return neg(sum(mul(targets, logarithms), -1));
}

function asRows(x: Tensor): Tensor2D {
  return x.rank === 2 ? (x as Tensor2D) : reshape(x, [-1, x.shape.at(-1) as number]);
}
