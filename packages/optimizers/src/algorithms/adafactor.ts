import type { Model } from '@neutype/core';
import { checkFlag } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { clipByRms } from '../transforms/clipByRms.js';
import { type FactoredRmsScale, scaleByFactoredRms } from '../transforms/scaleByFactoredRms.js';
import { scaleByRelativeStep } from '../transforms/scaleByRelativeStep.js';
import { scaleByStep } from '../transforms/scaleByStep.js';

/** Options of `adafactor`. Its `step` is 0.01 unless told otherwise. */
export interface AdafactorOptions extends OptimizerOptions, FactoredRmsScale {
  /** The least size of a parameter by which relative steps are scaled; more than 0. 1e-3. */
  readonly epsilon2?: number;
  /** The root of the mean square that no parameter's update exceeds before it is scaled by the learning rate. 1. */
  readonly clipThreshold?: number;
  /** Whether `step` is relative to the size of each parameter, and falls as `1/√t`. `true`. */
  readonly relativeStep?: boolean;
}

/**
 * Adafactor: Adam's scaling by the root of a mean of squares, which for matrices is kept as means over rows and columns,
 * no momentum, and steps relative to the size of the parameter. With `g` the gradient and `t` the number of the update:
 *
 * - `r ← β·r + (1 − β)·mean over columns of (g² + ε₁)`, `c` the same over rows, where `β = 1 − t^−decay`
 * - `u = g / √(r·c / mean(r))`, for biases `g / √v`, and `u ← u / max(1, rms(u) / clipThreshold)`
 * - `w ← w − max(ε₂, rms(w)) · min(step, 1/√t) · u`, or `w ← w − step · u` where `relativeStep` is `false`
 *
 * Shazeer and Stern, "Adafactor: adaptive learning rates with sublinear memory cost", 2018. Defaults are the paper's; a
 * matrix is the last two axes, as in PyTorch and Keras. PyTorch has ε₁ as a least value in place of a summand.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adafactor(network, { loss: 'categoricalCrossentropy', step: 0.05, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function adafactor(network: Model, options: AdafactorOptions = {}): Optimizer {
  const { decay = 0.8, epsilon1 = 1e-30, epsilon2 = 1e-3 } = options ?? {};
  const { clipThreshold = 1, relativeStep = true } = options ?? {};
  checkFlag('option relativeStep', relativeStep);
  const relative = scaleByRelativeStep(epsilon2);
  const transform = chain(
    scaleByFactoredRms({ decay, epsilon1 }),
    clipByRms(clipThreshold),
    relativeStep ? relative : scaleByStep(),
  );
  const own = { decay, epsilon1, epsilon2, clipThreshold, relativeStep };
  return createOptimizer(network, { name: 'Adafactor', transform, step: 0.01, options: own }, options);
}
