import { exp, log, max, mul, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

/** z - max(z) - log(sum(exp(z - max(z)))) of each row along the last axis. */
export const NeutypeLogSoftmax: Operation<{ logits: Tensor }, 'logarithms', NoAttrs> = {
  name: 'logSoftmax',
  kernel: 'NeutypeLogSoftmax',
  inputs: { logits: { shape: ['...', 'C'], converts: true, from: -3, to: 3 } },
  outputs: { logarithms: ['...', 'C'] },
  examples: [{}],
  compose({ logits }) {
    // Not tfjs's logSoftmax, whose second derivatives are wrong, nor its logSumExp, which adds the largest back to what
    // it is then taken from: of logits of 1e4 that leaves three digits.
    const shifted = sub(logits, max(logits, -1, true));
    return { logarithms: sub(shifted, log(sum(exp(shifted), -1, true))) };
  },
  gradient: {
    saves: ['logarithms'],
    take: (dy, { logarithms }) => ({ logits: () => sub(dy, mul(exp(logarithms), sum(dy, -1, true))) }),
  },
};

/**
 * The logarithm of the softmax of each row along the last axis. The largest logit is taken off before anything is added
 * up, so that nothing overflows, and differences between large logits keep their digits.
 *
 * @param logits [..., C]; integers and booleans count as the numbers they are
 * @returns of the same shape
 * @throws ShapeError for a scalar
 *
 * @example
 * ```ts
 * logSoftmax(tensor2d([[0, 0]])).print(); // [[-0.6931472, -0.6931472],], which are -ln 2
 * ```
 */
export function logSoftmax<T extends Tensor>(logits: T): T {
  return runOperation(NeutypeLogSoftmax, { logits }, {}).logarithms as T;
}
