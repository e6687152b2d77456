import { sigmoidCrossEntropy } from '@neutype/core';
import { add, log, mean, mul, neg, type Scalar, sub, tidy } from '@tensorflow/tfjs-core';
import { checkProbabilities } from './checkTargets.js';
import { clipProbabilities } from './clip.js';
import type { Loss } from './loss.js';

/**
 * Cross-entropy of yes-or-no outputs: the mean of `−t ln o − (1 − t) ln(1 − o)` over all elements, with o kept
 * within `[1e-7, 1 − 1e-7]`. Behind a sigmoid it is computed from the sigmoid's input and needs no such bound.
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
  compute: (targets, outputs) =>
    tidy(() => {
      const probabilities = clipProbabilities(outputs);
      const yes = mul(targets, log(probabilities));
      const no = mul(sub(1, targets), log(sub(1, probabilities)));
      return neg(mean(add(yes, no))) as Scalar;
    }),
  fromLogits: { sigmoid: sigmoidCrossEntropy },
  checkTargets: (targets) => checkProbabilities(targets, 'binaryCrossentropy'),
};
