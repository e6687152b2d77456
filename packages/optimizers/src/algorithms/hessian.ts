import type { Model } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import { DampedNewton } from '../fullBatch/dampedNewton.js';
import { type FullBatchOptions, toTolerance } from '../fullBatch/fullBatchOptions.js';
import type { FullBatchMethod } from '../fullBatch/method.js';
import { requireHostMemory } from '../fullBatch/requireHostMemory.js';
import type { Optimizer } from '../optimizer.js';

/** Options of `hessian`. */
export interface HessianOptions extends FullBatchOptions {
  /** Added to the diagonal of the Hessian, at least; from 0. 1. */
  readonly penaltyConst?: number;
}

/**
 * Newton's method with the whole Hessian: `w ← w − (∇²L + c·I)⁻¹ g`, where `c` is `penaltyConst`, or as much more as makes the
 * matrix positive definite and the loss fall. Training ends by itself at a minimum.
 *
 * For networks of a few hundred weights: each update takes two backward passes over all training data for each weight, and
 * solves as many equations on the host. Second derivatives are exact where all layers can be differentiated twice, which is
 * checked in the first update, and central differences of gradients elsewhere.
 *
 * NeuPy inverts the matrix as it is, and goes uphill where it has negative eigenvalues.
 *
 * @throws OptionError for an unknown option or a value out of range, and from `train` for too many weights
 *
 * @example
 * ```ts
 * const optimizer = hessian(network, { penaltyConst: 0.1, verbose: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 50 });
 * ```
 */
export function hessian(network: Model, options: HessianOptions = {}): Optimizer {
  const { penaltyConst = 1 } = options ?? {};
  checkNumber('option penaltyConst', penaltyConst, { from: 0 });
  const tolerance = toTolerance(options ?? {});
  const fullBatch: FullBatchMethod = {
    begin: () => new DampedNewton({ damping: penaltyConst, tolerance }),
    checkSize: ({ weights }) =>
      requireHostMemory(
        'hessian',
        2 * weights ** 2,
        `a Hessian of ${weights} × ${weights} numbers and its factor`,
      ),
  };
  return createOptimizer(
    network,
    { name: 'Hessian', fullBatch, options: { penaltyConst, tolerance } },
    options,
  );
}
