import { add, mean, moments, mul, rsqrt, sub, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { computeOperation } from './computeOperation.js';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

/** With the biased variance, and invStd = 1 / sqrt(variance + epsilon). */
export const NeutypeBatchNormTraining: Operation<
  { x: Tensor; gamma: Tensor; beta: Tensor },
  'y' | 'mean' | 'variance' | 'invStd',
  { readonly epsilon: number }
> = {
  name: 'batchNormTraining',
  kernel: 'NeutypeBatchNormTraining',
  inputs: {
    x: { shape: ['...', 'C'], converts: true },
    gamma: { shape: ['C'], from: 0.5, to: 2 },
    beta: { shape: ['C'] },
  },
  outputs: { y: ['...', 'C'], mean: ['C'], variance: ['C'], invStd: ['C'] },
  hidden: ['invStd'],
  examples: [{ epsilon: 1e-3 }],
  compose({ x, gamma, beta }, { epsilon }) {
    const batch = moments(x, leadingAxes(x));
    const invStd = rsqrt(add(batch.variance, epsilon));
    const y = add(mul(mul(sub(x, batch.mean), invStd), gamma), beta);
    return { y, mean: batch.mean, variance: batch.variance, invStd };
  },
  gradient: {
    saves: ['x', 'gamma', 'mean', 'invStd'],
    take(dy, { x, gamma, mean: center, invStd }) {
      const inputs = { dy, x, gamma, mean: center, invStd };
      const { dx, dgamma, dbeta } = computeOperation(NeutypeBatchNormTrainingGrad, inputs, {});
      return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
    },
  },
};

/** dx = gamma · invStd · (dy - mean(dy) - x̂ · mean(dy · x̂)), with x̂ the normalized input. */
export const NeutypeBatchNormTrainingGrad: Operation<
  { dy: Tensor; x: Tensor; gamma: Tensor; mean: Tensor; invStd: Tensor },
  'dx' | 'dgamma' | 'dbeta',
  NoAttrs
> = {
  name: 'batchNormTrainingGrad',
  kernel: 'NeutypeBatchNormTrainingGrad',
  inputs: {
    dy: { shape: ['...', 'C'] },
    x: { shape: ['...', 'C'] },
    gamma: { shape: ['C'] },
    mean: { shape: ['C'] },
    invStd: { shape: ['C'], from: 0.5, to: 2 },
  },
  outputs: { dx: ['...', 'C'], dgamma: ['C'], dbeta: ['C'] },
  examples: [{}],
  compose({ dy, x, gamma, mean: center, invStd }) {
    const axes = leadingAxes(x);
    const normalized = mul(sub(x, center), invStd);
    const weighted = mul(dy, normalized);
    const centered = sub(sub(dy, mean(dy, axes)), mul(normalized, mean(weighted, axes)));
    return {
      dx: mul(centered, mul(gamma, invStd)),
      dgamma: sum(weighted, axes),
      dbeta: sum(dy, axes),
    };
  },
};

function leadingAxes({ shape }: Tensor): number[] {
  return shape.map((_, axis) => axis).slice(0, -1);
}

/** A normalized batch, and what it was normalized by. */
export interface NormalizedBatch<T extends Tensor> {
  readonly y: T;
  /** [C]; no gradient flows through it. */
  readonly mean: Tensor1D;
  /** [C], the mean squared deviation (biased); no gradient flows through it. */
  readonly variance: Tensor1D;
}

/**
 * gamma * (x - mean) * invStd + beta, with the batch's own mean and biased variance per channel (the last axis).
 *
 * Source: Ioffe and Szegedy, "Batch Normalization", 2015, algorithm 1.
 *
 * @param x [..., C]; integers and booleans count as the numbers they are
 * @param gamma [C]
 * @param beta [C]
 * @throws ShapeError
 * @throws DataError for a gamma or beta of another type than float32
 *
 * @example
 * ```ts
 * const x = tensor2d([[1], [3]]);
 * const { y, mean } = batchNormTraining(x, ones([1]), zeros([1]), 1e-5);
 * y.print(); // [[-0.999995], [0.999995 ]]
 * mean.print(); // [2]
 * ```
 */
export function batchNormTraining<T extends Tensor>(
  x: T,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
): NormalizedBatch<T> {
  return runOperation(NeutypeBatchNormTraining, { x, gamma, beta }, { epsilon }) as NormalizedBatch<T> &
    Readonly<Record<'invStd', Tensor>>;
}
