import { engine, mul, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import {
  NeutypeBatchNormTraining,
  NeutypeBatchNormTrainingGrad,
  NeutypeDropout,
  NeutypeSigmoidCrossEntropy,
  NeutypeSoftmaxCrossEntropy,
} from '../kernels.js';
import type { Gradient, GradientFamily } from './gradient.js';

/** Where a backend has Neutype's own kernels. */
export const ownKernelGradients: GradientFamily = {
  [NeutypeSoftmaxCrossEntropy]: crossEntropy(),
  [NeutypeSigmoidCrossEntropy]: crossEntropy(),
  [NeutypeDropout]: {
    outputsToSave: [false, true],
    gradFunc: (dy, [scale]) => ({ x: () => mul(first(dy), scale!) }),
  },
  [NeutypeBatchNormTraining]: {
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [false, true, false, true],
    gradFunc: (dy, [x, gamma, mean, invStd]) => {
      const [dx, dgamma, dbeta] = engine().runKernel<Tensor[]>(NeutypeBatchNormTrainingGrad, {
        dy: first(dy),
        x: x!,
        gamma: gamma!,
        mean: mean!,
        invStd: invStd!,
      });
      return { x: () => dx!, gamma: () => dgamma!, beta: () => dbeta! };
    },
  },
};

/** The forward kernel has already computed the logits' gradient for a loss that counts once. */
function crossEntropy(): Gradient {
  return {
    inputsToSave: ['labels'],
    outputsToSave: [false, true],
    gradFunc: (dy, [labels, dlogits]) => ({
      labels: () => zerosLike(labels!),
      logits: () => mul(first(dy), dlogits!),
    }),
  };
}

/** Of several outputs only the first is differentiated. */
function first(dy: Tensor | Tensor[]): Tensor {
  return Array.isArray(dy) ? dy[0]! : dy;
}
