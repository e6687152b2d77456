import { sigmoidCrossEntropy } from '@neutype/core';
import { abs, add, exp, log1p, mul, neg, relu, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkProbabilities } from './checkTargets.js';
import { logProbability } from './logProbability.js';
import type { Loss } from './loss.js';
import { meanOf } from './meanOf.js';

/**
 * Cross-entropy of yes-or-no outputs: the mean of `−t ln o − (1 − t) ln(1 − o)` over all elements.
 *
 * Behind a sigmoid, with or without layers after it that only change the shape, it is computed from the sigmoid's
 * input, and is exact for any. Otherwise it is as exact as the outputs: float32 cannot hold what lies within 6e-8 of 1,
 * and logarithms end at −87.3, for an output of exactly 0 or 1.
 *
 * Targets are 0 or 1 (or probabilities between).
 *
 * @example
 * ```ts
 * const optimizer = momentum(input(2).to(tanh(8), sigmoid(1)), { loss: 'binaryCrossentropy' });
 * ```
 */
export const binaryCrossentropy: Loss = {
  name: 'binaryCrossentropy',
  replayable: true,
  expects: 'probabilities',
  ...meanOf(ofProbabilities),
  fromLogits: { sigmoid: { ...meanOf(ofLogits), compute: sigmoidCrossEntropy } },
  checkTargets: (targets) => checkProbabilities(targets, 'binaryCrossentropy'),
};

function ofProbabilities(targets: Tensor, outputs: Tensor): Tensor {
  const yes = mul(targets, logProbability(outputs));
  const no = mul(sub(1, targets), logProbability(sub(1, outputs)));
  return neg(add(yes, no));
}

/** `max(z, 0) − z t + ln(1 + exp(−|z|))`, which never overflows. */
function ofLogits(targets: Tensor, logits: Tensor): Tensor {
  return add(sub(relu(logits), mul(logits, targets)), log1p(exp(neg(abs(logits)))));
}
