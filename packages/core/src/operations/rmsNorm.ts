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

/** With invRms = 1 / sqrt(mean(x²) + epsilon) of each row along the last axis. */
export const NeutypeRmsNorm: Operation<
  { x: Tensor; gamma: Tensor },
  'y' | 'invRms',
  { readonly epsilon: number }
> = {
  name: 'rmsNorm',
  kernel: 'NeutypeRmsNorm',
  inputs: {
    x: { shape: ['...', 'C'], converts: true },
    gamma: { shape: ['C'], from: 0.5, to: 2 },
  },
  outputs: { y: ['...', 'C'], invRms: ['...'] },
  hidden: ['invRms'],
  examples: [{ epsilon: 1e-3 }],
  compose({ x, gamma }, { epsilon }) {
    const invRms = rsqrt(add(mean(square(x), -1, true), epsilon));
    return { y: mul(mul(x, invRms), gamma), invRms: squeeze(invRms, [-1]) };
  },
  gradient: {
    saves: ['x', 'gamma', 'invRms'],
    take(dy, { x, gamma, invRms }) {
      const { dx, dgamma } = computeOperation(NeutypeRmsNormGrad, { dy, x, gamma, invRms }, {});
      return { x: () => dx, gamma: () => dgamma };
    },
  },
};

/** dx = invRms · (g - x̂ · mean(g · x̂)), with g = gamma · dy and x̂ = x · invRms. */
export const NeutypeRmsNormGrad: Operation<
  { dy: Tensor; x: Tensor; gamma: Tensor; invRms: Tensor },
  'dx' | 'dgamma',
  NoAttrs
> = {
  name: 'rmsNormGrad',
  kernel: 'NeutypeRmsNormGrad',
  inputs: {
    dy: { shape: ['...', 'C'] },
    x: { shape: ['...', 'C'] },
    gamma: { shape: ['C'] },
    invRms: { shape: ['...'], from: 0.5, to: 2 },
  },
  outputs: { dx: ['...', 'C'], dgamma: ['C'] },
  examples: [{}],
  compose({ dy, x, gamma, invRms }) {
    const scale = expandDims(invRms, -1);
    const normalized = mul(x, scale);
    const gradient = mul(dy, gamma);
    const along = mul(normalized, mean(mul(gradient, normalized), -1, true));
    const rows = x.shape.map((_, axis) => axis).slice(0, -1);
    return { dx: mul(sub(gradient, along), scale), dgamma: sum(mul(dy, normalized), rows) };
  },
};

/**
 * gamma · x / sqrt(mean(x²) + epsilon), with the mean of each row along the last axis.
 *
 * Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019.
 *
 * @param x [..., C]; integers and booleans count as the numbers they are
 * @param gamma [C]
 * @throws ShapeError
 * @throws DataError for a gamma of another type than float32
 *
 * @example
 * ```ts
 * rmsNorm(tensor2d([[1, 7]]), ones([2]), 1e-6).print(); // [[0.2, 1.4],]
 * ```
 */
export function rmsNorm<T extends Tensor>(x: T, gamma: Tensor, epsilon: number): T {
  return runOperation(NeutypeRmsNorm, { x, gamma }, { epsilon }).y as T;
}
