import {
  add,
  expandDims,
  mean,
  mul,
  rsqrt,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { computeOperation } from './computeOperation.js';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

/** With the biased variance, and invStd = 1 / sqrt(variance + epsilon), of each row along the last axis. */
export const NeutypeLayerNorm: Operation<
  { x: Tensor; gamma: Tensor; beta: Tensor },
  'y' | 'mean' | 'invStd',
  { readonly epsilon: number }
> = {
  name: 'layerNorm',
  kernel: 'NeutypeLayerNorm',
  inputs: {
    x: { shape: ['...', 'C'], converts: true },
    gamma: { shape: ['C'], from: 0.5, to: 2 },
    beta: { shape: ['C'] },
  },
  outputs: { y: ['...', 'C'], mean: ['...'], invStd: ['...'] },
  hidden: ['mean', 'invStd'],
  examples: [{ epsilon: 1e-3 }],
  compose({ x, gamma, beta }, { epsilon }) {
    const center = mean(x, -1, true);
    const centered = sub(x, center);
    const invStd = rsqrt(add(mean(square(centered), -1, true), epsilon));
    const y = add(mul(mul(centered, invStd), gamma), beta);
    return { y, mean: squeeze(center, [-1]), invStd: squeeze(invStd, [-1]) };
  },
  gradient: {
    saves: ['x', 'gamma', 'mean', 'invStd'],
    take(dy, { x, gamma, mean: center, invStd }) {
      const inputs = { dy, x, gamma, mean: center, invStd };
      const { dx, dgamma, dbeta } = computeOperation(NeutypeLayerNormGrad, inputs, {});
      return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
    },
  },
};

/** dx = invStd · (g - mean(g) - x̂ · mean(g · x̂)), with g = gamma · dy and x̂ the normalized input. */
export const NeutypeLayerNormGrad: Operation<
  { dy: Tensor; x: Tensor; gamma: Tensor; mean: Tensor; invStd: Tensor },
  'dx' | 'dgamma' | 'dbeta',
  NoAttrs
> = {
  name: 'layerNormGrad',
  kernel: 'NeutypeLayerNormGrad',
  inputs: {
    dy: { shape: ['...', 'C'] },
    x: { shape: ['...', 'C'] },
    gamma: { shape: ['C'] },
    mean: { shape: ['...'] },
    invStd: { shape: ['...'], from: 0.5, to: 2 },
  },
  outputs: { dx: ['...', 'C'], dgamma: ['C'], dbeta: ['C'] },
  examples: [{}],
  compose({ dy, x, gamma, mean: center, invStd }) {
    const scale = expandDims(invStd, -1);
    const normalized = mul(sub(x, expandDims(center, -1)), scale);
    const gradient = mul(dy, gamma);
    const along = mul(normalized, mean(mul(gradient, normalized), -1, true));
    return {
      dx: mul(sub(sub(gradient, mean(gradient, -1, true)), along), scale),
      dgamma: sumOfRows(mul(dy, normalized)),
      dbeta: sumOfRows(dy),
    };
  },
};

function sumOfRows(x: Tensor): Tensor {
  return sum(x, x.shape.map((_, axis) => axis).slice(0, -1));
}

/**
 * gamma · (x - mean) / sqrt(variance + epsilon) + beta, with mean and biased variance of each row along the last axis.
 *
 * Source: Ba, Kiros and Hinton, "Layer Normalization", 2016.
 *
 * @param x [..., C]; integers and booleans count as the numbers they are
 * @param gamma [C]
 * @param beta [C]
 * @throws ShapeError
 * @throws DataError for a gamma or beta of another type than float32
 *
 * @example
 * ```ts
 * layerNorm(tensor2d([[1, 3], [20, 10]]), ones([2]), zeros([2]), 1e-5).print();
 * // [[-0.999995, 0.999995], [0.9999998, -0.9999998]]
 * ```
 */
export function layerNorm<T extends Tensor>(x: T, gamma: Tensor, beta: Tensor, epsilon: number): T {
  return runOperation(NeutypeLayerNorm, { x, gamma, beta }, { epsilon }).y as T;
}
