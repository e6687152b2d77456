import {
  abs,
  add,
  cast,
  div,
  exp,
  log1p,
  logSumExp,
  mean,
  mul,
  neg,
  relu,
  type Scalar,
  sigmoid,
  softmax,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { hasKernel } from '../backends/active.js';
import { isNested } from '../gradients/nesting.js';
import { ensureGradients } from '../gradients/registerGradients.js';
import { NeutypeSigmoidCrossEntropy, NeutypeSoftmaxCrossEntropy } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { assertShape } from '../shape.js';
import { withGradient } from './withGradient.js';

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
  assertShape('softmaxCrossEntropy, logits', logits.shape, [null, null]);
  assertShape('softmaxCrossEntropy, labels', labels.shape, logits.shape);
  if (labels.dtype !== 'float32') return tidy(() => softmaxCrossEntropy(cast(labels, 'float32'), logits));
  if (isNested()) return plainSoftmaxCrossEntropy(labels, logits);
  if (hasKernel(NeutypeSoftmaxCrossEntropy)) return lossOf(NeutypeSoftmaxCrossEntropy, labels, logits);
  return composedSoftmaxCrossEntropy(labels, logits);
}

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
  assertShape('sigmoidCrossEntropy, labels', labels.shape, logits.shape);
  if (labels.dtype !== 'float32') return tidy(() => sigmoidCrossEntropy(cast(labels, 'float32'), logits));
  if (isNested()) return plainSigmoidCrossEntropy(labels, logits);
  if (hasKernel(NeutypeSigmoidCrossEntropy)) return lossOf(NeutypeSigmoidCrossEntropy, labels, logits);
  return composedSigmoidCrossEntropy(labels, logits);
}

function lossOf(kernel: string, labels: Tensor, logits: Tensor): Scalar {
  const [loss, gradient] = runKernel<Tensor[]>(kernel, { labels, logits });
  gradient!.dispose(); // a tape has saved it
  return loss as Scalar;
}

function composedSoftmaxCrossEntropy(labels: Tensor, logits: Tensor): Scalar {
  return withGradient<Scalar>([logits], (save) => {
    save([logits, labels]);
    return {
      value: plainSoftmaxCrossEntropy(labels, logits),
      gradFunc: (dy: Tensor, [z, t]: Tensor[]) =>
        mul(div(dy, z!.shape[0]!), sub(mul(softmax(z!), sum(t!, -1, true)), t!)),
    };
  });
}

function plainSoftmaxCrossEntropy(labels: Tensor, logits: Tensor): Scalar {
  ensureGradients();
  // Not tfjs's logSoftmax, whose second derivatives are wrong.
  return tidy(() => {
    const logProbabilities = sub(logits, logSumExp(logits, -1, true));
    return div(neg(sum(mul(labels, logProbabilities))), logits.shape[0]!);
  });
}

function composedSigmoidCrossEntropy(labels: Tensor, logits: Tensor): Scalar {
  return withGradient<Scalar>([logits], (save) => {
    save([logits, labels]);
    return {
      value: plainSigmoidCrossEntropy(labels, logits),
      gradFunc: (dy: Tensor, [z, t]: Tensor[]) => mul(div(dy, z!.size), sub(sigmoid(z!), t!)),
    };
  });
}

function plainSigmoidCrossEntropy(labels: Tensor, logits: Tensor): Scalar {
  ensureGradients();
  return tidy(() => mean(add(sub(relu(logits), mul(logits, labels)), log1p(exp(neg(abs(logits)))))));
}
