import { logSoftmax } from '@neutype/core';
import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { exp, expm1, mul, neg, sub, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { checkCountOfWeights, checkWeights } from '../checkWeights.js';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { logProbability } from '../math/logFrom.js';
import { meanOf } from '../meanOf.js';
import { checkClasses } from '../targets/checkClasses.js';
import { asRows, classTargets } from '../targets/classTargets.js';

export interface CategoricalFocalOptions {
  /** How fast the loss falls for what is right already; 0 is cross-entropy. From 0; 2. */
  readonly gamma?: number;
  /** The weight of each class, or one for all of them. From 0; 0.25, as in Keras. */
  readonly alpha?: number | readonly number[];
}

const OPTIONS = optionNames<CategoricalFocalOptions>({ gamma: true, alpha: true });

/**
 * Focal loss of one class out of many: `−Σ α t (1 − o)^γ ln o` along the last axis, averaged over all others. It is
 * cross-entropy in which the many easy samples hardly count.
 *
 * Lin et al., "Focal loss for dense object detection", 2017, for several classes as in Keras.
 *
 * Behind a softmax it is computed from the softmax's input, and is exact for any. Outputs are `[n, ..., classes]`, targets
 * class numbers `[n, ...]` or `[n, ..., 1]`, or one-hot rows `[n, ..., classes]`.
 *
 * @throws OptionError for options out of range
 *
 * @example
 * ```ts
 * const optimizer = adam(input(20).to(relu(64), softmax(3)), { loss: 'categoricalFocal' });
 * const weighted = categoricalFocal({ alpha: [0.2, 0.3, 0.5] });
 * ```
 */
export const categoricalFocal: ConfigurableLoss<CategoricalFocalOptions> =
  /* @__PURE__ */ configurable(create);

function create(options: CategoricalFocalOptions = {}): Loss {
  checkOptions('categoricalFocal', options, OPTIONS);
  const { gamma = 2, alpha = 0.25 } = options;
  const where = 'categoricalFocal, alpha';
  checkNumber('categoricalFocal, gamma', gamma, { from: 0 });
  if (typeof alpha === 'number') checkNumber(where, alpha, { from: 0 });
  else checkWeights(where, alpha);
  /** Of logarithms of probabilities, and of those of the opposite. */
  function focal(targets: Tensor, logarithms: Tensor, opposite: Tensor): Tensor {
    const rows = asRows(targets, logarithms);
    const weight = typeof alpha === 'number' ? mul(rows, alpha) : mul(rows, tensor1d([...alpha], 'float32'));
    return neg(sum(mul(mul(weight, exp(mul(opposite, gamma))), logarithms), -1));
  }
  return {
    name: 'categoricalFocal',
    replayable: true,
    expects: 'distribution',
    ...meanOf((t, outputs) => focal(t, logProbability(outputs), logProbability(sub(1, outputs)))),
    fromLogits: {
      softmax: meanOf((t, logits) => {
        const logarithms = logSoftmax(logits);
        return focal(t, logarithms, logProbability(neg(expm1(logarithms))));
      }),
    },
    targetShapes: classTargets,
    checkTargets: (targets, outputShape) => {
      checkClasses('categoricalFocal', targets, outputShape);
      if (typeof alpha !== 'number') checkCountOfWeights(where, alpha, outputShape.at(-1) ?? 1);
    },
  };
}
