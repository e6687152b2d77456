import { add, batchNorm, mul, reshape, rsqrt, sub, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export const BatchNormInference: Operation<
  { x: Tensor; gamma: Tensor; beta: Tensor; mean: Tensor; variance: Tensor },
  'y',
  { readonly epsilon: number }
> = {
  name: 'batchNormInference',
  kernel: 'FusedBatchNorm',
  inputs: {
    x: { shape: ['...', 'C'], converts: true },
    gamma: { shape: ['C'] },
    beta: { shape: ['C'] },
    mean: { shape: ['C'] },
    variance: { shape: ['C'], from: 0.5, to: 2 },
  },
  outputs: { y: ['...', 'C'] },
  examples: [{ epsilon: 1e-3 }],
  compose: ({ x, gamma, beta, mean, variance }, { epsilon }) => ({
    y: add(mul(sub(x, mean), mul(rsqrt(add(variance, epsilon)), gamma)), beta),
  }),
  launch({ x, gamma, beta, mean, variance }, { epsilon }) {
    const [center, spread, offset, scale] = [mean, variance, beta, gamma] as Tensor1D[];
    // tfjs knows the operation up to rank 4.
    const rows = x.rank <= 4 ? x : reshape(x, [-1, gamma.size]);
    return { y: reshape(batchNorm(rows, center!, spread!, offset, scale, epsilon), x.shape) };
  },
};

/**
 * gamma * (x - mean) / sqrt(variance + epsilon) + beta with statistics gathered during training.
 *
 * @param x [..., C]; gamma, beta, mean and variance [C]
 * @throws ShapeError
 * @throws DataError for statistics of another type than float32
 *
 * @example
 * ```ts
 * const [x, one, zero] = [tensor2d([[3]]), ones([1]), zeros([1])];
 * batchNormInference(x, one, zero, tensor1d([2]), tensor1d([0.25]), 1e-5).print(); // [[1.99996],]
 * ```
 */
export function batchNormInference<T extends Tensor>(
  x: T,
  gamma: Tensor,
  beta: Tensor,
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
): T {
  return runOperation(BatchNormInference, { x, gamma, beta, mean, variance }, { epsilon }).y as T;
}
