import { batchNormInference, batchNormTraining, DataError, runningAverageUpdate } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { mul, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import type { InitialValue } from '../initialValue.js';
import { type Layer, layer } from '../layer.js';

/** Options of `batchNorm`. */
export interface BatchNormOptions {
  /** How much of each batch goes into the running statistics: `running ← (1 − alpha) · running + alpha · batch`. 0.1. */
  readonly alpha?: number;
  /** Added to the variance, 1e-5. */
  readonly epsilon?: number;
  /** Initial scale, `[channels]`, 1. */
  readonly gamma?: InitialValue;
  /** Initial shift, `[channels]`, 0. */
  readonly beta?: InitialValue;
  /** A name of its own instead of `batch-norm-1`. */
  readonly name?: string;
}

/**
 * Normalizes each channel (the last axis) to mean 0 and variance 1, then scales by gamma and shifts by beta, which
 * are learned. Any shape stays as it is.
 *
 * While training it takes the batch's own mean and variance, which `runningMean` and `runningVariance` follow; in
 * prediction it takes those. As in PyTorch, the batch is normalized by its biased variance, `Σ (x − mean)² / n`, and
 * the unbiased one, `Σ (x − mean)² / (n − 1)`, goes into the running average, with n values a channel. (Keras averages
 * the biased one. Both read a stored variance the same way, so files can exchange it as it is.) `alpha` is PyTorch's
 * `momentum`, and 1 less Keras's.
 *
 * With gamma and beta both frozen it takes the running statistics in training too, and leaves them as they are.
 *
 * A single value has no variance, so rows of features need training batches of at least two samples.
 *
 * Ioffe & Szegedy, "Batch Normalization", 2015.
 *
 * @throws OptionError for an alpha outside `[0, 1]` or an epsilon that is not positive
 * @throws DataError in training, for a batch with a single value a channel
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(
 *   conv2d(32, 3, { bias: null }), batchNorm(), relu(), flatten(), softmax(10),
 * );
 * ```
 */
export function batchNorm(options: BatchNormOptions = {}): Layer<'same'> {
  checkLayerOptions('batchNorm', options, ['alpha', 'beta', 'epsilon', 'gamma']);
  const { alpha = 0.1, epsilon = 1e-5, gamma = 1, beta = 0, name } = options;
  checkNumber('batchNorm alpha', alpha, { from: 0, to: 1 });
  checkNumber('batchNorm epsilon', epsilon, { above: 0 });
  return layer({
    kind: 'batch-norm',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { alpha, epsilon },
    smallestBatch: (inputShape) => (sizeOf(inputShape.slice(0, -1)) === 1 ? 2 : 1),
    parameters: (inputShape) => {
      const shape = inputShape.slice(-1);
      return {
        gamma: { shape, value: gamma },
        beta: { shape, value: beta },
        runningMean: { shape, value: 0, trainable: false },
        runningVariance: { shape, value: 1, trainable: false },
      };
    },
    forward: (
      x,
      { gamma, beta, runningMean, runningVariance },
      { name, training, statisticsRate = alpha },
    ) => {
      const isFrozen = !gamma.trainable && !beta.trainable;
      if (!training || isFrozen)
        return batchNormInference(x, gamma, beta, runningMean, runningVariance, epsilon);
      const count = valuesPerChannel(x, name);
      const { y, mean, variance } = batchNormTraining(x, gamma, beta, epsilon);
      runningAverageUpdate(runningMean, mean, statisticsRate);
      runningAverageUpdate(runningVariance, mul(variance, count / (count - 1)), statisticsRate);
      return y;
    },
  });
}

function valuesPerChannel(x: Tensor, name: string): number {
  const count = sizeOf(x.shape.slice(0, -1));
  if (count > 1) return count;
  throw new DataError({
    where: `layer ${name}`,
    expected: 'at least two values of each channel in a training batch, to take their variance',
    received: 'a batch of one sample',
    remedy: 'Train on larger batches, and leave out a last batch of a single sample.',
  });
}
