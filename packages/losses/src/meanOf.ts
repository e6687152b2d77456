import { mean, reshape, type Scalar, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import type { Loss, LossComputation } from './loss.js';
import { root } from './math/root.js';

/** Errors of targets and values `[batch, ...]`, which are `[batch, ...]` too, of any shape. */
type Errors = (targets: Tensor, values: Tensor) => Tensor;

/** A loss that is a mean: over all elements for a batch, over a sample's elements for a sample. */
export function meanOf(errors: Errors): Required<LossComputation> {
  return {
    compute: (targets, values) => tidy(() => mean(errors(targets, values)) as Scalar),
    computeEach: (targets, values) => tidy(() => meanOfSamples(errors(targets, values))),
  };
}

/** A loss that is the root of a mean over the batch. */
export function rootMeanOf(errors: Errors): Required<LossComputation & Pick<Loss, 'afterMean'>> {
  const { compute, computeEach } = meanOf(errors);
  return {
    compute: (targets, values) => tidy(() => root(compute(targets, values)) as Scalar),
    computeEach,
    afterMean: (mean) => root(mean) as Scalar,
  };
}

/** The mean of each sample, `[batch, ...]` to `[batch]`. */
function meanOfSamples(x: Tensor): Tensor1D {
  if (x.rank === 1) return x as Tensor1D;
  return mean(x.rank === 2 ? x : reshape(x, [x.shape[0] as number, -1]), -1) as Tensor1D;
}
