import { weightsAlone } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { mul, square, sum } from '@tensorflow/tfjs-core';
import type { Regularizer } from '../update/objective.js';
import { checkPenaltyOptions, type PenaltyOptions, penalty } from './penalty.js';

/**
 * A penalty on large weights, `rate · Σw²`, for the option `regularizer`. As in NeuPy and Keras there is no ½: PyTorch's
 * `weight_decay` of `sgd` is twice this rate. Biases and the parameters of normalization layers are left out unless `filter`
 * chooses them.
 *
 * With Adam and others that scale gradients, this penalty shrinks weights less where gradients are large. `adamW` decays
 * them all alike.
 *
 * @param rate from 0; 0.01 unless told otherwise
 * @throws OptionError for a rate out of range, or an unknown option
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { regularizer: l2(1e-4, { filter: ['relu-1', 'relu-2.weight'] }) });
 * ```
 */
export function l2(rate = 0.01, options: PenaltyOptions = {}): Regularizer {
  checkNumber('l2, rate', rate, { from: 0 });
  checkPenaltyOptions('l2', options);
  return penalty(`l2(${rate})`, options.filter ?? weightsAlone, (values) => mul(sum(square(values)), rate));
}
