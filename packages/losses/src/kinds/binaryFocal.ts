import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { add, exp, mul, neg, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { logProbability } from '../math/logFrom.js';
import { softplus } from '../math/softplus.js';
import { meanOf } from '../meanOf.js';
import { checkProbabilities } from '../targets/checkValues.js';

export interface BinaryFocalOptions {
  /** How fast the loss falls for what is right already; 0 is cross-entropy. From 0; 2. */
  readonly gamma?: number;
  /** The weight of yes, that of no being `1 − alpha`; `null` weighs neither. From 0 to 1; 0.25. */
  readonly alpha?: number | null;
}

const OPTIONS = optionNames<BinaryFocalOptions>({ gamma: true, alpha: true });

/**
 * Focal loss of yes-or-no outputs: the mean of `−α t (1 − o)^γ ln o − (1 − α)(1 − t) o^γ ln(1 − o)` over all elements.
 * It is cross-entropy in which the many easy samples hardly count, for detecting what is rare.
 *
 * Lin et al., "Focal loss for dense object detection", 2017; defaults as there.
 *
 * Behind a sigmoid it is computed from the sigmoid's input, and is exact for any. Targets are 0 or 1, in the outputs'
 * shape; those between are the mean of both.
 *
 * @throws OptionError for options out of range
 *
 * @example
 * ```ts
 * const optimizer = adam(input(20).to(relu(64), sigmoid(1)), { loss: 'binaryFocal' });
 * const steeper = binaryFocal({ gamma: 5, alpha: null });
 * ```
 */
export const binaryFocal: ConfigurableLoss<BinaryFocalOptions> = /* @__PURE__ */ configurable(create);

function create(options: BinaryFocalOptions = {}): Loss {
  checkOptions('binaryFocal', options, OPTIONS);
  const { gamma = 2, alpha = 0.25 } = options;
  checkNumber('binaryFocal, gamma', gamma, { from: 0 });
  if (alpha !== null) checkNumber('binaryFocal, alpha', alpha, { from: 0, to: 1 });
  const [no, yes] = alpha === null ? [1, 1] : [1 - alpha, alpha];
  /** Of the surprises −ln o and −ln(1 − o): powers of probabilities are exponentials of them. */
  function focal(t: Tensor, ofYes: Tensor, ofNo: Tensor): Tensor {
    const ifYes = mul(mul(exp(mul(ofNo, -gamma)), ofYes), yes);
    const ifNo = mul(mul(exp(mul(ofYes, -gamma)), ofNo), no);
    return add(mul(t, ifYes), mul(sub(1, t), ifNo));
  }
  return {
    name: 'binaryFocal',
    replayable: true,
    expects: 'probabilities',
    ...meanOf((t, outputs) => focal(t, surprise(outputs), surprise(sub(1, outputs)))),
    fromLogits: { sigmoid: meanOf((t, logits) => focal(t, softplus(neg(logits)), softplus(logits))) },
    checkTargets: (targets) => checkProbabilities('binaryFocal', targets),
  };
}

function surprise(probabilities: Tensor): Tensor {
  return neg(logProbability(probabilities));
}
