import type { Model } from '@neutype/core';
import { checkNumber, OptionError } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { createOptimizer } from '../createOptimizer.js';
import { type FullBatchOptions, toTolerance } from '../fullBatch/fullBatchOptions.js';
import { Marquardt } from '../fullBatch/marquardt.js';
import type { FullBatchMethod } from '../fullBatch/method.js';
import { sizeOfEquations } from '../fullBatch/normalEquations.js';
import { requireHostMemory } from '../fullBatch/requireHostMemory.js';
import type { Optimizer } from '../optimizer.js';

/** Options of `levenbergMarquardt`. The loss is `'mse'`, and cannot have a regularizer. */
export interface LevenbergMarquardtOptions extends Omit<FullBatchOptions, 'loss' | 'regularizer'> {
  readonly loss?: 'mse';
  /** The damping at first, above 0. 0.01. */
  readonly mu?: number;
  /** What the damping is divided by after a move, and multiplied by after a rejected one; more with each in a row. Above 1. 1.2. */
  readonly muUpdateFactor?: number;
  /** The damping is never less; above 0. 1e-7. */
  readonly minMu?: number;
  /** Training ends where no move is better even with so much damping. 1e10. */
  readonly maxMu?: number;
}

/**
 * The method of Levenberg and Marquardt for sums of squares: `w ← w − (JᵀJ + μI)⁻¹ Jᵀe`, where `e` is what each output of each
 * sample is off by, and `J` its derivatives. A move that makes the loss larger is not made, but tried again with more
 * damping μ. Each update takes one backward pass for each output of each sample; training ends by itself at a minimum.
 *
 * The fastest method for small networks and few samples. The matrix to invert has as many rows as there are weights or
 * residuals, whichever are fewer, and lies on the host.
 *
 * NeuPy takes the squares of the errors for `e`, and keeps moves that make the loss larger.
 *
 * Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", 1963.
 *
 * @throws OptionError for an unknown option, a value out of range, another loss than `'mse'` or a regularizer, and from `train`
 * for too many weights and samples
 *
 * @example
 * ```ts
 * const network = input(1).to(tanh(10), linear(1));
 * const optimizer = levenbergMarquardt(network, { verbose: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 30 });
 * ```
 */
export function levenbergMarquardt(network: Model, options: LevenbergMarquardtOptions = {}): Optimizer {
  const { mu = 0.01, muUpdateFactor = 1.2, minMu = 1e-7, maxMu = 1e10 } = options ?? {};
  checkNumber('option minMu', minMu, { above: 0 });
  checkNumber('option maxMu', maxMu, { from: minMu });
  checkNumber('option mu', mu, { from: minMu, to: maxMu });
  checkNumber('option muUpdateFactor', muUpdateFactor, { above: 1 });
  const tolerance = toTolerance(options ?? {});
  const fullBatch: FullBatchMethod = {
    begin: () => new Marquardt({ mu, factor: muUpdateFactor, minMu, maxMu, tolerance }),
    checkObjective: ({ loss, regularizer }) => {
      if (loss.name !== 'mse') throw needsSquares('option loss', "'mse'", `'${loss.name}'`);
      if (regularizer) throw needsSquares('option regularizer', 'none', 'one');
    },
    checkSize: ({ weights, samples, model }) => {
      const residuals = samples * sizeOf(model.outputShape);
      const of = `a Jacobian of ${residuals} outputs of all samples × ${weights} weights`;
      requireHostMemory('levenbergMarquardt', sizeOfEquations(weights, residuals), of);
    },
  };
  const own = { mu, muUpdateFactor, minMu, maxMu, tolerance };
  return createOptimizer(network, { name: 'LevenbergMarquardt', fullBatch, options: own }, options);
}

function needsSquares(option: string, expected: string, received: string): OptionError {
  return new OptionError({
    where: `levenbergMarquardt, ${option}`,
    expected,
    received,
    remedy: 'It makes sums of squares smaller, and nothing else: for other losses take lbfgs.',
  });
}
