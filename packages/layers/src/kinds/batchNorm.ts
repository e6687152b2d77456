import { batchNormInference, batchNormTraining, DataError, runningAverageUpdate } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { mul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import type { InitialValue } from '../initialValue.js';
import {
  type Layer,
  type LayerContext,
  type LayerVariables,
  layer,
  type ParameterDefinition,
} from '../layer.js';
import type { OneInput } from '../takes.js';
import { BatchNormAxes } from './batchNormAxes.js';

/** Options of `batchNorm`. */
export interface BatchNormOptions {
  /** How much of each batch goes into the running statistics: `running ← (1 − alpha) · running + alpha · batch`. 0.1. */
  readonly alpha?: number;
  /**
   * What means and variances are taken over, the batch being axis 0: all axes but the last, unless given. The others have
   * statistics and parameters of their own: with `[0]`, each value of a sample.
   */
  readonly axes?: readonly number[];
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
 * @throws OptionError for an alpha outside `[0, 1]`, an epsilon that is not positive, or axes without the batch
 * @throws ShapeError in the network, for axes that the input does not have
 * @throws DataError in training, for a batch with a single value a channel
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(
 *   conv2d(32, 3, { bias: null }), batchNorm(), relu(), flatten(), softmax(10),
 * );
 * ```
 */
export function batchNorm(options: BatchNormOptions = {}): Layer<'same', OneInput> {
  checkLayerOptions('batchNorm', options, ['alpha', 'axes', 'beta', 'epsilon', 'gamma']);
  const { alpha = 0.1, epsilon = 1e-5, gamma = 1, beta = 0, name } = options;
  checkNumber('batchNorm alpha', alpha, { from: 0, to: 1 });
  checkNumber('batchNorm epsilon', epsilon, { above: 0 });
  const axes = options.axes === undefined ? undefined : new BatchNormAxes(options.axes);
  return layer({
    kind: 'batch-norm',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { alpha, epsilon, axes: options.axes },
    smallestBatch: (inputShape) => {
      const values = axes?.valuesPerSample(inputShape) ?? sizeOf(inputShape.slice(0, -1));
      return values === 1 ? 2 : 1;
    },
    outputShape: (inputShape, where) => {
      axes?.check(inputShape, where);
      return inputShape;
    },
    parameters: (inputShape): BatchNormParameters => {
      const shape = axes?.parameterShape(inputShape) ?? inputShape.slice(-1);
      return {
        gamma: { shape, value: gamma },
        beta: { shape, value: beta },
        runningMean: { shape, value: 0, trainable: false },
        runningVariance: { shape, value: 1, trainable: false },
      };
    },
    forward: (x, parameters, context) => {
      const normalize = (values: Tensor) => normalizeColumns(values, parameters, context, { alpha, epsilon });
      return axes === undefined ? normalize(x) : axes.apply(x, normalize);
    },
  });
}

interface BatchNormParameters {
  readonly [name: string]: ParameterDefinition;
  readonly gamma: ParameterDefinition;
  readonly beta: ParameterDefinition;
  readonly runningMean: ParameterDefinition;
  readonly runningVariance: ParameterDefinition;
}

/** Along the last axis of x, which is as long as the parameters have values. */
function normalizeColumns(
  x: Tensor,
  { gamma, beta, runningMean, runningVariance }: LayerVariables<BatchNormParameters>,
  { name, training, statisticsRate }: LayerContext,
  { alpha, epsilon }: { readonly alpha: number; readonly epsilon: number },
): Tensor {
  const [scale, shift] = [flat(gamma), flat(beta)];
  const isFrozen = !gamma.trainable && !beta.trainable;
  if (!training || isFrozen) {
    return batchNormInference(x, scale, shift, flat(runningMean), flat(runningVariance), epsilon);
  }
  const count = valuesPerChannel(x, name);
  const { y, mean, variance } = batchNormTraining(x, scale, shift, epsilon);
  const unbiased = mul(variance, count / (count - 1));
  const rate = statisticsRate ?? alpha;
  runningAverageUpdate(runningMean, reshape(mean, runningMean.shape), rate);
  runningAverageUpdate(runningVariance, reshape(unbiased, runningVariance.shape), rate);
  return y;
}

function flat(values: Tensor): Tensor {
  return values.rank === 1 ? values : reshape(values, [-1]);
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
