import { batchNormInference, batchNormTraining, OptionError, runningAverageUpdate } from '@neutype/core';
import { checkOptions } from '@neutype/errors';
import type { Tensor1D, Variable } from '@tensorflow/tfjs-core';
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
 * Normalises each channel (the last axis) to mean 0 and variance 1, then scales by gamma and shifts by beta, which
 * are learnt. Any shape stays as it is.
 *
 * While training, the batch's own mean and (biased) variance are taken, and the running mean and inverse standard
 * deviation follow them; otherwise the running ones are taken. Before any training it changes nothing.
 *
 * Ioffe & Szegedy, "Batch Normalization", 2015.
 *
 * @throws OptionError for an alpha outside `[0, 1]` or an epsilon that is not positive
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(
 *   conv2d(32, 3, { bias: null }), batchNorm(), relu(), flatten(), softmax(10),
 * );
 * ```
 */
export const batchNorm = (options: BatchNormOptions = {}): Layer<'same'> => {
  checkOptions('batchNorm', options, ['alpha', 'beta', 'epsilon', 'gamma', 'name']);
  const { alpha = 0.1, epsilon = 1e-5, gamma = 1, beta = 0, name } = options;
  checkRange('alpha', alpha, alpha >= 0 && alpha <= 1, 'a number from 0 to 1');
  checkRange('epsilon', epsilon, epsilon > 0, 'a number above 0');
  return layer({
    kind: 'batch-norm',
    name,
    replayable: true,
    parameters: (inputShape) => {
      const shape = inputShape.slice(-1);
      return {
        gamma: { shape, value: gamma },
        beta: { shape, value: beta },
        runningMean: { shape, value: 0, trainable: false },
        runningInvStd: { shape, value: 1, trainable: false },
      };
    },
    forward: (x, { gamma, beta, runningMean, runningInvStd }, { training }) => {
      const [scale, shift] = [asVector(gamma), asVector(beta)];
      if (!training) {
        return batchNormInference(x, scale, shift, asVector(runningMean), asVector(runningInvStd));
      }
      const { y, mean, invStd } = batchNormTraining(x, scale, shift, epsilon);
      runningAverageUpdate(runningMean, mean, alpha);
      runningAverageUpdate(runningInvStd, invStd, alpha);
      return y;
    },
  });
};

const checkRange = (option: string, value: number, valid: boolean, expected: string): void => {
  if (!valid) throw new OptionError({ where: `batchNorm ${option}`, expected, received: String(value) });
};

/** tfjs types variables without their rank. */
const asVector = (variable: Variable): Tensor1D => variable as unknown as Tensor1D;
