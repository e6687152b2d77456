import { weightsAlone } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { abs, max, mul } from '@tensorflow/tfjs-core';
import type { Regularizer } from '../update/objective.js';
import { checkPenaltyOptions, type PenaltyOptions, penalty } from './penalty.js';

/**
 * A penalty on the largest weight of each parameter, `rate · max|w|`, for the option `regularizer`. NeuPy calls it
 * `maxnorm`; the constraint of that name is the option `maxNorm`. Biases and the parameters of normalization layers are
 * left out unless `filter` chooses them.
 *
 * @param rate from 0; 0.01 unless told otherwise
 * @throws OptionError for a rate out of range, or an unknown option
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { loss: 'categoricalCrossentropy', regularizer: lInfinity(0.001) });
 * ```
 */
export function lInfinity(rate = 0.01, options: PenaltyOptions = {}): Regularizer {
  checkNumber('lInfinity, rate', rate, { from: 0 });
  checkPenaltyOptions('lInfinity', options);
  return penalty(`lInfinity(${rate})`, options.filter ?? weightsAlone, (values) =>
    mul(max(abs(values)), rate),
  );
}
