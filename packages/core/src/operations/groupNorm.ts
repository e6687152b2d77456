import {
  add,
  expandDims,
  mean,
  moments,
  mul,
  reshape,
  rsqrt,
  squeeze,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { computeOperation } from './computeOperation.js';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

/** With the biased variance, and invStd = 1 / sqrt(variance + epsilon), of each sample's groups of channels. */
export const NeutypeGroupNorm: Operation<
  { x: Tensor; gamma: Tensor; beta: Tensor },
  'y' | 'mean' | 'invStd',
  { readonly groups: number; readonly epsilon: number }
> = {
  name: 'groupNorm',
  kernel: 'NeutypeGroupNorm',
  inputs: {
    x: { shape: ['N', '...', 'C'], converts: true },
    gamma: { shape: ['C'], from: 0.5, to: 2 },
    beta: { shape: ['C'] },
  },
  outputs: { y: ['N', '...', 'C'], mean: ['N', 'G'], invStd: ['N', 'G'] },
  hidden: ['mean', 'invStd'],
  examples: [
    { groups: 2, epsilon: 1e-3 },
    { groups: 4, epsilon: 1e-3 },
  ],
  lengths: { N: 2 },
  compose({ x, gamma, beta }, { groups, epsilon }) {
    const grouped = inGroups(x, groups);
    const { mean: center, variance } = moments(grouped, WITHIN_GROUPS, true);
    const invStd = rsqrt(add(variance, epsilon));
    const normalized = reshape(mul(sub(grouped, center), invStd), x.shape);
    return {
      y: add(mul(normalized, gamma), beta),
      mean: squeeze(center, WITHIN_GROUPS),
      invStd: squeeze(invStd, WITHIN_GROUPS),
    };
  },
  gradient: {
    saves: ['x', 'gamma', 'mean', 'invStd'],
    take(dy, { x, gamma, mean: center, invStd }) {
      const inputs = { dy, x, gamma, mean: center, invStd };
      const { dx, dgamma, dbeta } = computeOperation(NeutypeGroupNormGrad, inputs, {});
      return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
    },
  },
};

/** dx = invStd · (g - mean(g) - x̂ · mean(g · x̂)) within each group, with g = gamma · dy and x̂ the normalized input. */
export const NeutypeGroupNormGrad: Operation<
  { dy: Tensor; x: Tensor; gamma: Tensor; mean: Tensor; invStd: Tensor },
  'dx' | 'dgamma' | 'dbeta',
  NoAttrs
> = {
  name: 'groupNormGrad',
  kernel: 'NeutypeGroupNormGrad',
  inputs: {
    dy: { shape: ['N', '...', 'C'] },
    x: { shape: ['N', '...', 'C'] },
    gamma: { shape: ['C'] },
    mean: { shape: ['N', 'G'] },
    invStd: { shape: ['N', 'G'], from: 0.5, to: 2 },
  },
  outputs: { dx: ['N', '...', 'C'], dgamma: ['C'], dbeta: ['C'] },
  examples: [{}],
  lengths: { N: 2, G: 2 },
  compose({ dy, x, gamma, mean: center, invStd }) {
    const groups = center.shape[1]!;
    const scale = expandDims(expandDims(invStd, 1), 3);
    const normalized = mul(sub(inGroups(x, groups), expandDims(expandDims(center, 1), 3)), scale);
    const gradient = inGroups(mul(dy, gamma), groups);
    const along = mul(normalized, mean(mul(gradient, normalized), WITHIN_GROUPS, true));
    const even = mean(gradient, WITHIN_GROUPS, true);
    const leading = x.shape.map((_, axis) => axis).slice(0, -1);
    return {
      dx: reshape(mul(sub(sub(gradient, even), along), scale), x.shape),
      dgamma: sum(mul(dy, reshape(normalized, x.shape)), leading),
      dbeta: sum(dy, leading),
    };
  },
};

/** Of x as `inGroups` gives it: positions, and the channels of a group. */
const WITHIN_GROUPS = [1, 3];

/** [N, positions, groups, channels of a group] */
function inGroups(x: Tensor, groups: number): Tensor {
  const [count = 0, ...rest] = x.shape;
  const channels = rest.at(-1)!;
  const positions = rest.slice(0, -1).reduce((size, length) => size * length, 1);
  return reshape(x, [count, positions, groups, channels / groups]);
}

/**
 * gamma · (x - mean) / sqrt(variance + epsilon) + beta, with mean and biased variance of each sample and group of
 * channels, over all positions. One group is layer normalization of whole images, as many as channels instance
 * normalization.
 *
 * Source: Wu and He, "Group Normalization", 2018; Ulyanov, Vedaldi and Lempitsky, "Instance Normalization", 2016.
 *
 * @param x [N, ..., C]; integers and booleans count as the numbers they are
 * @param gamma [C]
 * @param beta [C]
 * @param options `groups` must divide C
 * @throws ShapeError
 * @throws DataError for a gamma or beta of another type than float32
 *
 * @example
 * ```ts
 * const x = tensor2d([[1, 3, 20, 10]]);
 * groupNorm(x, ones([4]), zeros([4]), { groups: 2, epsilon: 1e-5 }).print();
 * // [[-0.999995, 0.999995, 0.9999998, -0.9999998],]
 * ```
 */
export function groupNorm<T extends Tensor>(
  x: T,
  gamma: Tensor,
  beta: Tensor,
  options: { readonly groups: number; readonly epsilon: number },
): T {
  return runOperation(NeutypeGroupNorm, { x, gamma, beta }, options).y as T;
}
