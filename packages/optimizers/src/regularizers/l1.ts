import { weightsAlone } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { abs, mul, sum } from '@tensorflow/tfjs-core';
import type { Regularizer } from '../update/objective.js';
import { checkPenaltyOptions, type PenaltyOptions, penalty } from './penalty.js';

/**
 * A penalty on the size of weights, `rate · Σ|w|`, for the option `regularizer`. It makes many weights small, whatever
 * size they had. Biases and the parameters of normalization layers are left out unless `filter` chooses them.
 *
 * @param rate from 0; 0.01 unless told otherwise
 * @throws OptionError for a rate out of range, or an unknown option
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { loss: 'categoricalCrossentropy', regularizer: l1(1e-5) });
 * ```
 */
export function l1(rate = 0.01, options: PenaltyOptions = {}): Regularizer {
  checkNumber('l1, rate', rate, { from: 0 });
  checkPenaltyOptions('l1', options);
  return penalty(`l1(${rate})`, options.filter ?? weightsAlone, (values) => mul(sum(abs(values)), rate));
}
