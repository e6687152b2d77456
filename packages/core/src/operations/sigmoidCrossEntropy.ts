import {
  abs,
  add,
  div,
  exp,
  log1p,
  mean,
  mul,
  neg,
  relu,
  type Scalar,
  sigmoid,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export const NeutypeSigmoidCrossEntropy: Operation<
  { logits: Tensor; labels: Tensor },
  'loss' | 'dlogits',
  NoAttrs
> = {
  name: 'sigmoidCrossEntropy',
  kernel: 'NeutypeSigmoidCrossEntropy',
  inputs: {
    logits: { shape: ['...'], from: -4, to: 4 },
    labels: { shape: ['...'], converts: true, constant: true, from: 0, to: 1 },
  },
  outputs: { loss: [], dlogits: ['...'] },
  hidden: ['dlogits'],
  examples: [{}],
  compose: ({ logits, labels }) => ({
    loss: mean(add(sub(relu(logits), mul(logits, labels)), log1p(exp(neg(abs(logits)))))),
    dlogits: div(sub(sigmoid(logits), labels), logits.size),
  }),
  gradient: {
    saves: ['dlogits'],
    take: (dy, { dlogits }) => ({ logits: () => mul(dy, dlogits) }),
  },
};

/**
 * Cross-entropy of independent yes-or-no labels with the sigmoid of logits: the mean over all elements of
 * max(z, 0) - z * t + log(1 + exp(-|z|)), which never overflows. No gradient flows to the labels.
 *
 * @param labels any shape, values in [0, 1]
 * @param logits the same shape, what goes into the sigmoid
 * @throws ShapeError
 *
 * @example
 * ```ts
 * sigmoidCrossEntropy(tensor1d([0, 1]), tensor1d([0, 0])).print(); // 0.6931471824645996, which is ln 2
 * ```
 */
export function sigmoidCrossEntropy(labels: Tensor, logits: Tensor): Scalar {
  return runOperation(NeutypeSigmoidCrossEntropy, { logits, labels }, {}).loss as Scalar;
}
