import { div, exp, mul, neg, type Scalar, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { NeutypeLogSoftmax } from './logSoftmax.js';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export const NeutypeSoftmaxCrossEntropy: Operation<
  { logits: Tensor; labels: Tensor },
  'loss' | 'dlogits',
  NoAttrs
> = {
  name: 'softmaxCrossEntropy',
  kernel: 'NeutypeSoftmaxCrossEntropy',
  inputs: {
    logits: { shape: ['N', 'C'], from: -3, to: 3 },
    labels: { shape: ['N', 'C'], converts: true, constant: true, from: 0, to: 1 },
  },
  outputs: { loss: [], dlogits: ['N', 'C'] },
  hidden: ['dlogits'],
  examples: [{}],
  compose({ logits, labels }) {
    const rows = logits.shape[0]!;
    const { logarithms } = NeutypeLogSoftmax.compose({ logits }, {});
    // Rows of labels need not sum to one.
    const expected = mul(exp(logarithms), sum(labels, -1, true));
    return {
      loss: div(neg(sum(mul(labels, logarithms))), rows),
      dlogits: div(sub(expected, labels), rows),
    };
  },
  gradient: {
    saves: ['dlogits'],
    take: (dy, { dlogits }) => ({ logits: () => mul(dy, dlogits) }),
  },
};

/**
 * Cross-entropy between rows of labels and the softmax of rows of logits: the mean over rows of
 * -sum(labels * logSoftmax(logits)). No gradient flows to the labels.
 *
 * @param labels [N, C], one-hot or probabilities
 * @param logits [N, C], what goes into the softmax
 * @throws ShapeError
 *
 * @example
 * ```ts
 * softmaxCrossEntropy(tensor2d([[0, 1]]), tensor2d([[0, 0]])).print(); // 0.6931471824645996, which is ln 2
 * ```
 */
export function softmaxCrossEntropy(labels: Tensor, logits: Tensor): Scalar {
  return runOperation(NeutypeSoftmaxCrossEntropy, { logits, labels }, {}).loss as Scalar;
}
