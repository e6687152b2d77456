import { checkFlag, checkOptions, optionNames } from '@neutype/errors';
import { exp, mul, sub } from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { logFrom } from '../math/logFrom.js';
import { meanOf } from '../meanOf.js';
import { checkNotNegative } from '../targets/checkValues.js';

export interface PoissonOptions {
  /** Whether outputs are logarithms of rates, which may be any number, and not rates. `false`. */
  readonly logInput?: boolean;
}

const OPTIONS = optionNames<PoissonOptions>({ logInput: true });

/** The smallest rate; that of 2^-126 would make gradients infinite for counts from 4 on. */
const LEAST_RATE = 2 ** -64;

/**
 * Poisson loss: the mean of `o − t ln o` over all elements, for counts t of what happens at rate o. It is the negative
 * logarithm of the counts' probability but for `ln t!`, which does not depend on the outputs.
 *
 * Targets are counts or rates from 0, outputs rates above 0, in the same shape; end the network with softplus. A rate of 0,
 * or below, has the logarithm of 2^-64, which is −44.4. With `logInput` outputs are logarithms of rates, and the loss is
 * the mean of `e^o − t o`, which linear outputs are fit for; e^o is infinite for outputs above 88.7. PyTorch begins with
 * that one, Keras has the other.
 *
 * @throws OptionError for an unknown option
 *
 * @example
 * ```ts
 * const optimizer = adam(input(8).to(relu(32), softplus(1)), { loss: 'poisson' });
 * const ofLogarithms = adam(input(8).to(relu(32), linear(1)), { loss: poisson({ logInput: true }) });
 * ```
 */
export const poisson: ConfigurableLoss<PoissonOptions> = /* @__PURE__ */ configurable(create);

function create(options: PoissonOptions = {}): Loss {
  checkOptions('poisson', options, OPTIONS);
  const { logInput = false } = options;
  checkFlag('poisson, logInput', logInput);
  return {
    name: 'poisson',
    replayable: true,
    expects: 'numbers',
    ...meanOf(
      logInput
        ? (targets, outputs) => sub(exp(outputs), mul(targets, outputs))
        : (targets, outputs) => sub(outputs, mul(targets, logFrom(outputs, LEAST_RATE))),
    ),
    checkTargets: (targets) => checkNotNegative('poisson', targets),
  };
}
