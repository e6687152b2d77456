import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { mul, relu, sub } from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';
import { checkSigns } from '../targets/checkValues.js';

export interface BinaryHingeOptions {
  /** How far on the right side of 0 an output must be to cost nothing. From 0; 1. */
  readonly delta?: number;
}

const OPTIONS = optionNames<BinaryHingeOptions>({ delta: true });

/**
 * Hinge loss of yes-or-no outputs: the mean of `max(0, δ − t o)` over all elements, as in NeuPy. With a linear output it
 * trains a support vector machine.
 *
 * Targets are −1 and 1, in the outputs' shape; outputs are numbers of any size, of which the sign decides.
 *
 * @throws OptionError for a negative delta
 *
 * @example
 * ```ts
 * const optimizer = adam(input(20).to(relu(32), tanh(1)), { loss: 'binaryHinge' });
 * ```
 */
export const binaryHinge: ConfigurableLoss<BinaryHingeOptions> = /* @__PURE__ */ configurable(create);

function create(options: BinaryHingeOptions = {}): Loss {
  checkOptions('binaryHinge', options, OPTIONS);
  const { delta = 1 } = options;
  checkNumber('binaryHinge, delta', delta, { from: 0 });
  return {
    name: 'binaryHinge',
    replayable: true,
    expects: 'numbers',
    ...meanOf((targets, outputs) => relu(sub(delta, mul(targets, outputs)))),
    checkTargets: (targets) => checkSigns('binaryHinge', targets),
  };
}
