import {
  add,
  batchNorm,
  cast,
  mean as meanOf,
  moments,
  mul,
  reshape,
  rsqrt,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { hasKernel } from '../backends/active.js';
import { assertFloat32 } from '../dtype.js';
import { isNested } from '../gradients/nesting.js';
import { ensureGradients } from '../gradients/registerGradients.js';
import { NeutypeBatchNormTraining, NeutypeRunningAverage } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { assertShape } from '../shape.js';
import { changesInPlace } from '../updates/inPlace.js';
import { withGradient } from './withGradient.js';

/** A normalised batch, and what it was normalised by. */
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
  const channels = x.shape[x.rank - 1] ?? 1;
  assertShape('batchNormTraining, gamma', gamma.shape, [channels]);
  assertShape('batchNormTraining, beta', beta.shape, [channels]);
  assertFloat32('batchNormTraining, gamma', gamma);
  assertFloat32('batchNormTraining, beta', beta);
  if (x.dtype !== 'float32') {
    const floats = cast(x, 'float32');
    const batch = batchNormTraining(floats, gamma, beta, epsilon);
    floats.dispose();
    return batch;
  }
  if (hasKernel(NeutypeBatchNormTraining) && !isNested()) {
    const [y, mean, variance, invStd] = runKernel<Tensor[]>(
      NeutypeBatchNormTraining,
      { x, gamma, beta },
      { epsilon },
    );
    invStd!.dispose(); // the tape keeps it for the gradient
    return { y: y as T, mean: mean as Tensor1D, variance: variance as Tensor1D };
  }
  return composedBatchNormTraining(x, gamma, beta, epsilon);
}

/**
 * gamma * (x - mean) / sqrt(variance + epsilon) + beta with statistics gathered during training.
 *
 * @param x [..., C]; gamma, beta, mean and variance [C]
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
  ensureGradients();
  return tidy(() => {
    const floats = x.dtype === 'float32' ? x : cast(x, 'float32');
    // tfjs knows the operation up to rank 4.
    const values = x.rank <= 4 ? floats : reshape(floats, [-1, x.shape.at(-1) as number]);
    const [centre, spread, shift, scale] = [mean, variance, beta, gamma] as Tensor1D[];
    const y = batchNorm(values, centre!, spread!, shift, scale, epsilon);
    return (x.rank <= 4 ? y : reshape(y, x.shape)) as T;
  });
}

/**
 * running ← (1 - rate) · running + rate · batch, in place where the backend can.
 *
 * @throws ShapeError
 * @throws DataError for another type than float32
 *
 * @example
 * ```ts
 * const running = variable(tensor1d([1]));
 * runningAverageUpdate(running, tensor1d([2]), 0.1);
 * running.print(); // [1.1]
 * ```
 */
export function runningAverageUpdate(running: Variable, batch: Tensor, rate: number): void {
  assertShape('runningAverageUpdate, batch', batch.shape, running.shape);
  assertFloat32('runningAverageUpdate, running', running);
  assertFloat32('runningAverageUpdate, batch', batch);
  if (changesInPlace(NeutypeRunningAverage, running)) {
    runKernel<Tensor[]>(NeutypeRunningAverage, { running, batch }, { rate });
    return;
  }
  tidy(() => running.assign(add(mul(running, 1 - rate), mul(batch, rate))));
}

function composedBatchNormTraining<T extends Tensor>(
  x: T,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
): NormalizedBatch<T> {
  ensureGradients();
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const [y, mean, variance] = tidy(() => {
    const { mean: centre, variance: spread } = moments(x, axes);
    const scale = rsqrt(add(spread, epsilon));
    if (isNested()) return [add(mul(mul(sub(x, centre), scale), gamma), beta), centre, spread];
    const output = withGradient<Tensor>([x, gamma, beta], (save) => {
      const normalized = mul(sub(x, centre), scale);
      save([normalized, gamma, scale]);
      return {
        value: add(mul(normalized, gamma), beta),
        gradFunc: (dy: Tensor, saved: Tensor[]) =>
          batchNormGradients(dy, saved[0]!, saved[1]!, saved[2]!, axes),
      };
    });
    return [output, centre, spread];
  });
  return { y: y as T, mean: mean as Tensor1D, variance: variance as Tensor1D };
}

/** dx = gamma · invStd · (dy - mean(dy) - x̂ · mean(dy · x̂)), with x̂ the normalised input. */
function batchNormGradients(
  dy: Tensor,
  normalized: Tensor,
  gamma: Tensor,
  invStd: Tensor,
  axes: number[],
): Tensor[] {
  const weighted = mul(dy, normalized);
  const centred = sub(sub(dy, meanOf(dy, axes)), mul(normalized, meanOf(weighted, axes)));
  return [mul(centred, mul(gamma, invStd)), sum(weighted, axes), sum(dy, axes)];
}
