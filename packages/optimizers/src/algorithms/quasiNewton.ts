import type { Model } from '@neutype/core';
import { checkChoice, checkNumber } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import { Descent } from '../fullBatch/descent.js';
import { type LineSearchOptions, toDescentOptions, toLineSearch } from '../fullBatch/fullBatchOptions.js';
import { INVERSE_UPDATES, type InverseUpdateName } from '../fullBatch/inverseHessian.js';
import type { FullBatchMethod } from '../fullBatch/method.js';
import { QuasiNewtonDirections } from '../fullBatch/quasiNewtonDirections.js';
import { requireHostMemory } from '../fullBatch/requireHostMemory.js';
import type { Optimizer } from '../optimizer.js';

/** Options of `quasiNewton`. Its `wolfeC2` is 0.9 unless told otherwise; 0.1 for `'dfp'`, which needs accurate searches. */
export interface QuasiNewtonOptions extends LineSearchOptions {
  /** How the estimate follows what a move has shown: `'bfgs'`, `'dfp'`, `'sr1'` or `'psb'`. `'bfgs'`. */
  readonly update?: InverseUpdateName;
  /** The estimate is so many times the identity at first; above 0. 1. */
  readonly h0Scale?: number;
}

/**
 * Quasi-Newton methods: `w ← w − t·H·g`, where `H` is what the moves so far have shown of the inverse of the Hessian, and `t`
 * from a line search that meets the strong Wolfe conditions. Where `H` leads nowhere, it begins anew. Each update looks at
 * all training data, once or twice; training ends by itself at a minimum.
 *
 * `H` has as many numbers as the network has weights, squared, on the host: for more than about ten thousand weights take
 * `lbfgs`.
 *
 * Nocedal and Wright, "Numerical optimization", 2nd edition, 2006, chapter 6.
 *
 * @throws OptionError for an unknown option or a value out of range, and from `train` for too many weights
 *
 * @example
 * ```ts
 * const optimizer = quasiNewton(network, { loss: 'binaryCrossentropy', update: 'sr1' });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 50 });
 * ```
 */
export function quasiNewton(network: Model, options: QuasiNewtonOptions = {}): Optimizer {
  const { update = 'bfgs', h0Scale = 1 } = options ?? {};
  checkChoice('option update', update, Object.keys(INVERSE_UPDATES) as InverseUpdateName[]);
  checkNumber('option h0Scale', h0Scale, { above: 0 });
  const lineSearch = toLineSearch(options ?? {}, update === 'dfp' ? 0.1 : 0.9);
  const fullBatch: FullBatchMethod = {
    begin: () =>
      new Descent(new QuasiNewtonDirections(INVERSE_UPDATES[update], h0Scale), toDescentOptions(lineSearch)),
    checkSize: ({ weights }) =>
      requireHostMemory('quasiNewton', weights ** 2, `an estimate of ${weights} × ${weights} numbers`),
  };
  const own = { update, h0Scale, ...lineSearch };
  return createOptimizer(network, { name: 'QuasiNewton', fullBatch, options: own }, options);
}
