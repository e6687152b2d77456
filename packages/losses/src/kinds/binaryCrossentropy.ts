import { sigmoidCrossEntropy } from '@neutype/core';
import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { add, mul, neg, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkWeights } from '../checkWeights.js';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { logProbability } from '../math/logFrom.js';
import { softplus } from '../math/softplus.js';
import { meanOf } from '../meanOf.js';
import { checkProbabilities } from '../targets/checkValues.js';

export interface BinaryCrossentropyOptions {
  /** Moves targets towards one half: `t (1 − s) + s / 2`. From 0 to 1; 0. */
  readonly labelSmoothing?: number;
  /** What the terms of no and yes are multiplied by, `[no, yes]`. The mean is over samples, not over weights. `[1, 1]`. */
  readonly classWeights?: readonly number[];
}

const OPTIONS = optionNames<BinaryCrossentropyOptions>({ labelSmoothing: true, classWeights: true });

/**
 * Cross-entropy of yes-or-no outputs: the mean of `−t ln o − (1 − t) ln(1 − o)` over all elements.
 *
 * Behind a sigmoid, with or without layers after it that only change the shape, it is computed from the sigmoid's
 * input, and is exact for any. Otherwise it is as exact as the outputs: float32 cannot hold what lies within 6e-8 of 1,
 * and logarithms end at −87.3, for an output of exactly 0 or 1.
 *
 * Targets are 0 or 1 (or probabilities between), in the outputs' shape.
 *
 * @throws OptionError for options out of range
 *
 * @example
 * ```ts
 * const optimizer = momentum(input(2).to(tanh(8), sigmoid(1)), { loss: 'binaryCrossentropy' });
 * const rare = binaryCrossentropy({ classWeights: [1, 20] }); // one positive in twenty
 * ```
 */
export const binaryCrossentropy: ConfigurableLoss<BinaryCrossentropyOptions> =
  /* @__PURE__ */ configurable(create);

function create(options: BinaryCrossentropyOptions = {}): Loss {
  checkOptions('binaryCrossentropy', options, OPTIONS);
  const { labelSmoothing = 0, classWeights } = options;
  checkNumber('binaryCrossentropy, labelSmoothing', labelSmoothing, { from: 0, to: 1 });
  if (classWeights !== undefined) checkWeights('binaryCrossentropy, classWeights', classWeights, 2);
  const smooth = smoothing(labelSmoothing);
  const [no = 1, yes = 1] = classWeights ?? [];
  return {
    name: 'binaryCrossentropy',
    replayable: true,
    expects: 'probabilities',
    ...meanOf((targets, outputs) =>
      neg(crossed(smooth(targets), logProbability(outputs), logProbability(sub(1, outputs)), no, yes)),
    ),
    fromLogits: {
      sigmoid: {
        ...meanOf((targets, logits) =>
          crossed(smooth(targets), softplus(neg(logits)), softplus(logits), no, yes),
        ),
        ...(classWeights === undefined && {
          compute: (targets: Tensor, logits: Tensor) => sigmoidCrossEntropy(smooth(targets), logits),
        }),
      },
    },
    checkTargets: (targets) => checkProbabilities('binaryCrossentropy', targets),
  };
}

function smoothing(amount: number): (targets: Tensor) => Tensor {
  return (targets) => (amount === 0 ? targets : add(mul(targets, 1 - amount), amount / 2));
}

function crossed(t: Tensor, ifYes: Tensor, ifNo: Tensor, no: number, yes: number): Tensor {
  return add(mul(scaled(t, yes), ifYes), mul(scaled(sub(1, t), no), ifNo));
}

function scaled(x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : mul(x, factor);
}
