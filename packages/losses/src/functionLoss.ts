import { OptionError, shown } from '@neutype/errors';
import { mean, type Scalar, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import type { Loss } from './loss.js';

/** A custom loss in its shortest form: the mean loss of a batch, or the loss of each sample, `[batch]`. */
export type LossFunction = (targets: Tensor, outputs: Tensor) => Tensor;

/** The loss that a function means. Weights need one that gives a value for each sample. */
export function functionLoss(measure: LossFunction): Loss {
  const name = measure.name || 'loss';
  return {
    name,
    compute: (targets, outputs) => {
      const value = measure(targets, outputs);
      return (isOfSamples(value, outputs) ? mean(value) : value) as Scalar;
    },
    computeEach: (targets, outputs) => {
      const value = measure(targets, outputs);
      if (isOfSamples(value, outputs)) return value;
      throw onlyTheMean(name, value, outputs);
    },
  };
}

function isOfSamples(value: Tensor, outputs: Tensor): value is Tensor1D {
  return value?.rank === 1 && value.shape[0] === outputs.shape[0];
}

function onlyTheMean(name: string, value: Tensor, { shape: [rows] }: Tensor): OptionError {
  return new OptionError({
    where: `option loss, ${name}`,
    expected: `the loss of each sample, shape [${rows}], as weights need it`,
    received: value?.shape ? `a tensor of shape [${value.shape.join(', ')}]` : shown(value),
    remedy: 'Take the mean of each sample, mean(…, -1), and not of the whole batch.',
  });
}
