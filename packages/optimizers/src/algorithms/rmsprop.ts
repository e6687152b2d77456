import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { type RmsScale, scaleByRms } from '../transforms/scaleByRms.js';
import { scaleByStep } from '../transforms/scaleByStep.js';
import { trace } from '../transforms/trace.js';

/** Options of `rmsprop`. */
export interface RmspropOptions extends OptimizerOptions, RmsScale {
  /** How much of the velocity is kept from update to update, from 0 and below 1. 0. */
  readonly momentum?: number;
}

/**
 * RMSProp: `s ← ρ·s + (1 − ρ)·g²`, `b ← μ·b + step · g / √(s + ε)`, then `w ← w − b`. If `centered`, the mean of
 * gradients `m ← ρ·m + (1 − ρ)·g` is taken away: `√(s − m² + ε)`.
 *
 * Tieleman and Hinton, "Lecture 6.5: RMSProp", 2012; centered and with momentum: Graves, "Generating sequences with
 * recurrent neural networks", 2013. It is NeuPy's and TensorFlow 1's: `s` begins with 1, which makes the first updates
 * small, ε is under the root, and velocity remembers updates with their learning rates. `decay` is Keras's `rho` and
 * PyTorch's `alpha`. With `{ initialAccumulator: 0, decay: 0.9, step: 0.001 }` it is Keras's; PyTorch's has ε beside the
 * root.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = rmsprop(network, {
 *   loss: 'categoricalCrossentropy', step: 0.001, momentum: 0.9, centered: true, shuffleData: true,
 * });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function rmsprop(network: Model, options: RmspropOptions = {}): Optimizer {
  const { decay = 0.95, momentum = 0, epsilon = 1e-7, centered = false } = options ?? {};
  const { initialAccumulator = 1 } = options ?? {};
  const scale = scaleByRms({ decay, epsilon, centered, initialAccumulator });
  const velocity = trace({ momentum });
  const transform = momentum > 0 ? chain(scale, scaleByStep(), velocity) : chain(scale, scaleByStep());
  const own = { decay, momentum, epsilon, centered, initialAccumulator };
  return createOptimizer(network, { name: 'Rmsprop', transform, options: own }, options);
}
