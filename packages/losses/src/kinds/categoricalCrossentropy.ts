import { logSoftmax, softmaxCrossEntropy } from '@neutype/core';
import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { add, mul, neg, reshape, sum, type Tensor, type Tensor2D, tensor1d } from '@tensorflow/tfjs-core';
import { checkCountOfWeights, checkWeights } from '../checkWeights.js';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { logProbability } from '../math/logFrom.js';
import { meanOf } from '../meanOf.js';
import { checkClasses } from '../targets/checkClasses.js';
import { asRows, classTargets } from '../targets/classTargets.js';

export interface CategoricalCrossentropyOptions {
  /** Moves rows of targets towards the mean of all classes: `t (1 − s) + s / classes`. From 0 to 1; 0. */
  readonly labelSmoothing?: number;
  /** What the term of each class is multiplied by. The mean is over samples, not over weights. All 1. */
  readonly classWeights?: readonly number[];
}

const OPTIONS = optionNames<CategoricalCrossentropyOptions>({ labelSmoothing: true, classWeights: true });

/**
 * Cross-entropy of one class out of many: `−Σ t ln o` along the last axis, averaged over all others.
 *
 * Behind a softmax, with or without layers after it that only change the shape, it is computed from the softmax's
 * input, and is exact for any. Otherwise logarithms end at −87.3, for an output of 0.
 *
 * Outputs are `[n, ..., classes]`. Targets are class numbers from 0, `[n, ...]` or `[n, ..., 1]`, or one-hot rows (or rows
 * of probabilities) `[n, ..., classes]`.
 *
 * Label smoothing is Szegedy's ("Rethinking the Inception architecture", 2016), as in Keras and PyTorch. With
 * `classWeights` PyTorch divides by the sum of the weights that were used; here the loss stays the mean over samples.
 *
 * @throws OptionError for options out of range
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { loss: 'categoricalCrossentropy' });
 * await optimizer.train(images, labels, { epochs: 10 }); // or oneHot(labels)
 *
 * const smoothed = adam(network, { loss: categoricalCrossentropy({ labelSmoothing: 0.1 }) });
 * ```
 */
export const categoricalCrossentropy: ConfigurableLoss<CategoricalCrossentropyOptions> =
  /* @__PURE__ */ configurable(create);

function create(options: CategoricalCrossentropyOptions = {}): Loss {
  checkOptions('categoricalCrossentropy', options, OPTIONS);
  const { labelSmoothing = 0, classWeights } = options;
  checkNumber('categoricalCrossentropy, labelSmoothing', labelSmoothing, { from: 0, to: 1 });
  if (classWeights !== undefined) checkWeights('categoricalCrossentropy, classWeights', classWeights);
  const rows = (targets: Tensor, values: Tensor): Tensor =>
    weighted(smoothed(asRows(targets, values), labelSmoothing), classWeights);
  return {
    name: 'categoricalCrossentropy',
    replayable: true,
    expects: 'distribution',
    ...meanOf((targets, outputs) => crossed(rows(targets, outputs), logProbability(outputs))),
    fromLogits: {
      softmax: {
        ...meanOf((targets, logits) => crossed(rows(targets, logits), logSoftmax(logits))),
        compute: (targets, logits) => softmaxCrossEntropy(flat(rows(targets, logits)), flat(logits)),
      },
    },
    targetShapes: classTargets,
    checkTargets: (targets, outputShape) => {
      checkClasses('categoricalCrossentropy', targets, outputShape);
      if (classWeights === undefined) return;
      checkCountOfWeights('categoricalCrossentropy, classWeights', classWeights, outputShape.at(-1) ?? 1);
    },
  };
}

function smoothed(rows: Tensor, amount: number): Tensor {
  return amount === 0 ? rows : add(mul(rows, 1 - amount), amount / (rows.shape.at(-1) as number));
}

function weighted(rows: Tensor, weights: readonly number[] | undefined): Tensor {
  return weights === undefined ? rows : mul(rows, tensor1d([...weights], 'float32'));
}

function crossed(rows: Tensor, logarithms: Tensor): Tensor {
  return neg(sum(mul(rows, logarithms), -1));
}

function flat(x: Tensor): Tensor2D {
  return x.rank === 2 ? (x as Tensor2D) : reshape(x, [-1, x.shape.at(-1) as number]);
}
