import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { type AdadeltaScale, scaleByAdadelta } from '../transforms/scaleByAdadelta.js';
import { scaleByStep } from '../transforms/scaleByStep.js';

/** Options of `adadelta`. Its `step` is 1 unless told otherwise. */
export interface AdadeltaOptions extends OptimizerOptions, AdadeltaScale {}

/**
 * Adadelta: `a ← ρ·a + (1 − ρ)·g²`, `d = g · √(u + ε) / √(a + ε)`, `u ← ρ·u + (1 − ρ)·d²`, then `w ← w − step · d`. It
 * begins slowly, with updates of about `√ε`.
 *
 * Zeiler, "ADADELTA: an adaptive learning rate method", 2012. The formula is also PyTorch's and Keras's; ρ and ε are
 * NeuPy's, where PyTorch has 0.9 and 1e-6.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adadelta(network, { loss: 'categoricalCrossentropy', epsilon: 1e-6, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function adadelta(network: Model, options: AdadeltaOptions = {}): Optimizer {
  const { rho = 0.95, epsilon = 1e-7 } = options ?? {};
  const own = { rho, epsilon };
  const transform = chain(scaleByAdadelta(own), scaleByStep());
  return createOptimizer(network, { name: 'Adadelta', transform, step: 1, options: own }, options);
}
