import { weightsAlone } from '@neutype/core';
import { checkNumber, checkOptions } from '@neutype/errors';
import { abs, add, mul, square, sum } from '@tensorflow/tfjs-core';
import type { Regularizer } from '../update/objective.js';
import { PENALTY_OPTIONS, type PenaltyOptions, penalty } from './penalty.js';

/** Options of {@link elasticNet}. */
export interface ElasticNetOptions extends PenaltyOptions {
  /** The rate of `Σ|w|`, from 0. 0.01. */
  readonly l1?: number;
  /** The rate of `Σw²`, from 0. 0.01. */
  readonly l2?: number;
}

/**
 * Both penalties, `l1 · Σ|w| + l2 · Σw²`, for the option `regularizer`. Biases and the parameters of normalization layers
 * are left out unless `filter` chooses them.
 *
 * Zou and Hastie, "Regularization and variable selection via the elastic net", 2005.
 *
 * @throws OptionError for a rate out of range, or an unknown option
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { regularizer: elasticNet({ l1: 1e-5, l2: 1e-4 }) });
 * ```
 */
export function elasticNet(options: ElasticNetOptions = {}): Regularizer {
  checkOptions('elasticNet', options, ['l1', 'l2', ...PENALTY_OPTIONS]);
  const { l1 = 0.01, l2 = 0.01, filter = weightsAlone } = options;
  checkNumber('elasticNet, option l1', l1, { from: 0 });
  checkNumber('elasticNet, option l2', l2, { from: 0 });
  return penalty(`elasticNet(${l1}, ${l2})`, filter, (values) =>
    add(mul(sum(abs(values)), l1), mul(sum(square(values)), l2)),
  );
}
