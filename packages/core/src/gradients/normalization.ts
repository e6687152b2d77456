import { add, engine, exp, mul, rsqrt, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { GradientFamily } from './gradient.js';
import { unbroadcast } from './unbroadcast.js';

export const normalizationGradients: GradientFamily = {
  Softmax: {
    onlyInput: 'logits',
    outputsToSave: [true],
    gradFunc: (dy, [y], attrs) => ({
      logits: () => {
        const weighted = mul(dy as Tensor, y!);
        return sub(weighted, mul(sum(weighted, (attrs as { dim: number }).dim, true), y!));
      },
    }),
  },
  LogSoftmax: {
    onlyInput: 'logits',
    outputsToSave: [true],
    gradFunc: (dy, [y], attrs) => ({
      logits: () =>
        sub(dy as Tensor, mul(sum(dy as Tensor, (attrs as { axis: number }).axis, true), exp(y!))),
    }),
  },
  LRN: {
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [x, y], attrs) => ({
      x: () => engine().runKernel<Tensor>('LRNGrad', { x: x!, y: y!, dy: dy as Tensor }, attrs),
    }),
  },
  // y = (x - mean) / sqrt(variance + epsilon) · scale + offset, every statistic an input of its own.
  FusedBatchNorm: {
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    gradFunc: (dy, saved, attrs) => {
      const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor];
      const invStd = rsqrt(add(variance, (attrs as { varianceEpsilon: number }).varianceEpsilon));
      const scaled = mul(dy as Tensor, mul(scale, invStd));
      const centered = sub(x, mean);
      return {
        x: () => scaled.clone(),
        mean: () => unbroadcast(mul(scaled, -1), mean.shape),
        variance: () =>
          unbroadcast(mul(mul(scaled, centered), mul(mul(invStd, invStd), -0.5)), variance.shape),
        scale: () => unbroadcast(mul(dy as Tensor, mul(centered, invStd)), scale.shape),
        offset: () => unbroadcast((dy as Tensor).clone(), mean.shape),
      };
    },
  },
};
