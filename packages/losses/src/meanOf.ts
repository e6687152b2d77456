import { mean, reshape, type Scalar, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import type { LossComputation } from './loss.js';

/**
 * A loss that is a mean: over all elements for a batch, over a sample's elements for a sample.
 *
 * @param errors of targets and values `[batch, ...]`; what it gives is `[batch, ...]` too, of any shape
 */
export function meanOf(errors: (targets: Tensor, values: Tensor) => Tensor): Required<LossComputation> {
  return {
    compute: (targets, values) => tidy(() => mean(errors(targets, values)) as Scalar),
    computeEach: (targets, values) => tidy(() => meanOfSamples(errors(targets, values))),
  };
}

/** The mean of each sample, `[batch, ...]` to `[batch]`. */
export function meanOfSamples(x: Tensor): Tensor1D {
  if (x.rank === 1) return x as Tensor1D;
  return mean(x.rank === 2 ? x : reshape(x, [x.shape[0] as number, -1]), -1) as Tensor1D;
}
