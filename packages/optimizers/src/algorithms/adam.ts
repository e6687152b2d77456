import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { type AdamScale, scaleByAdam } from '../transforms/scaleByAdam.js';
import { scaleByStep } from '../transforms/scaleByStep.js';

/** Options of `adam`. Its `step` is 0.001, its `epsilon` 1e-7 and its `epsilonHat` `true`, unless told otherwise. */
export interface AdamOptions extends OptimizerOptions, AdamScale {}

/**
 * Adam: `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, then `w ← w − step · m̂ · √(1 − β₂ᵗ) / (√v + ε)`, where
 * `m̂ = m / (1 − β₁ᵗ)` at update t.
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", 2015, with the defaults of NeuPy, which are TensorFlow's and
 * Keras's too: ε is 1e-7 and is added before `√v` is corrected, the "ε̂" of the paper's section 2. PyTorch's Adam and the
 * paper's algorithm 1 are `{ epsilonHat: false, epsilon: 1e-8 }`: `w ← w − step · m̂ / (√v̂ + ε)`, where
 * `v̂ = v / (1 − β₂ᵗ)`.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adam(network, { loss: 'categoricalCrossentropy', shuffleData: true, verbose: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function adam(network: Model, options: AdamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, epsilonHat = true } = options ?? {};
  const own = { beta1, beta2, epsilon, epsilonHat };
  const transform = chain(scaleByAdam(own), scaleByStep());
  return createOptimizer(network, { name: 'Adam', transform, step: 0.001, options: own }, options);
}
