import type { Model } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import { DiagonalNewton } from '../fullBatch/diagonalNewton.js';
import { type FullBatchOptions, toTolerance } from '../fullBatch/fullBatchOptions.js';
import type { FullBatchMethod } from '../fullBatch/method.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';

/** Options of `hessianDiagonal`. Its `step` is 0.1 unless told otherwise. */
export interface HessianDiagonalOptions extends FullBatchOptions, Pick<OptimizerOptions, 'step'> {
  /** Curvature counts as so much at least, above 0 and up to 1. 0.01. */
  readonly minEigval?: number;
}

/**
 * Newton's method along each weight alone: `w ← w − step · g / max(|h|, minEigval)`, where `h` is the diagonal of the Hessian.
 *
 * Each update takes two backward passes over all training data for each weight. Second derivatives are exact where all
 * layers can be differentiated twice, which is checked in the first update, and central differences of gradients elsewhere.
 * There is no line search: a `step` that is too large makes the loss rise.
 *
 * NeuPy takes the sums of the Hessian's rows for its diagonal, and goes uphill where they are negative.
 *
 * Becker and LeCun, "Improving the convergence of back-propagation learning with second-order methods", 1988.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = hessianDiagonal(network, { step: 0.25, minEigval: 0.1 });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 500 });
 * ```
 */
export function hessianDiagonal(network: Model, options: HessianDiagonalOptions = {}): Optimizer {
  const { minEigval = 0.01 } = options ?? {};
  checkNumber('option minEigval', minEigval, { above: 0, to: 1 });
  const tolerance = toTolerance(options ?? {});
  const fullBatch: FullBatchMethod = {
    hasStep: true,
    begin: () => new DiagonalNewton({ minEigval, tolerance }),
  };
  return createOptimizer(
    network,
    { name: 'HessianDiagonal', fullBatch, options: { minEigval, tolerance } },
    options,
  );
}
