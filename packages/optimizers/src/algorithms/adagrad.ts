import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { type AdagradScale, scaleByAdagrad } from '../transforms/scaleByAdagrad.js';
import { scaleByStep } from '../transforms/scaleByStep.js';

/** Options of `adagrad`. */
export interface AdagradOptions extends OptimizerOptions, AdagradScale {}

/**
 * Adagrad: `a ← a + g²`, then `w ← w − step · g / (√a + ε)`. Every weight has a learning rate of its own, which only ever
 * gets smaller.
 *
 * Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011. As in
 * NeuPy, `a` begins with 0.1 and ε is 0. PyTorch begins with 0 and has an ε of 1e-10: `{ step: 0.01,
 * initialAccumulator: 0, epsilon: 1e-10 }`. Keras has its 1e-7 under the root.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adagrad(network, { loss: 'categoricalCrossentropy', step: 0.05, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function adagrad(network: Model, options: AdagradOptions = {}): Optimizer {
  const { initialAccumulator = 0.1, epsilon = 0 } = options ?? {};
  const own = { initialAccumulator, epsilon };
  const transform = chain(scaleByAdagrad(own), scaleByStep());
  return createOptimizer(network, { name: 'Adagrad', transform, options: own }, options);
}
