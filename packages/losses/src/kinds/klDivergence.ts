import { logSoftmax } from '@neutype/core';
import { mul, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { logProbability } from '../math/logFrom.js';
import { meanOf } from '../meanOf.js';
import { checkClasses } from '../targets/checkClasses.js';
import { asRows, classTargets } from '../targets/classTargets.js';

/**
 * Kullback-Leibler divergence of outputs from target distributions: `Σ t ln(t / o)` along the last axis, averaged over
 * all others. Its gradient is that of categoricalCrossentropy; its value is 0 where the outputs are the targets.
 *
 * Kullback and Leibler, "On information and sufficiency", 1951. In PyTorch it is KLDivLoss with `reduction='batchmean'`.
 *
 * Behind a softmax it is computed from the softmax's input, and is exact for any. Otherwise logarithms end at −87.3, for an
 * output of 0. Outputs are `[n, ..., classes]`, targets rows of probabilities in the same shape, or class numbers `[n, ...]`
 * or `[n, ..., 1]`.
 *
 * @example
 * ```ts
 * const student = adam(input(784).to(relu(50), softmax(10)), { loss: 'klDivergence' });
 * await student.train(images, await teacher.predict(images), { epochs: 10 });
 * ```
 */
export const klDivergence: Loss = {
  name: 'klDivergence',
  replayable: true,
  expects: 'distribution',
  ...meanOf((targets, outputs) => divergence(targets, logProbability(outputs))),
  fromLogits: { softmax: meanOf((targets, logits) => divergence(targets, logSoftmax(logits))) },
  targetShapes: classTargets,
  checkTargets: (targets, outputShape) => checkClasses('klDivergence', targets, outputShape),
};

function divergence(targets: Tensor, logarithms: Tensor): Tensor {
  const t = asRows(targets, logarithms);
  return sum(mul(t, sub(logProbability(t), logarithms)), -1);
}
