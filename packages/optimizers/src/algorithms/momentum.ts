import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { scaleByStep } from '../transforms/scaleByStep.js';
import { type TraceOptions, trace } from '../transforms/trace.js';

/** Options of `momentum`. */
export interface MomentumOptions extends OptimizerOptions, TraceOptions {}

/**
 * Gradient descent with momentum: `v ← μ·v + g`, then `w ← w − step · v`, or with Nesterov
 * `w ← w − step · (g + μ·v)`.
 *
 * Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Sutskever et al., "On the
 * importance of initialization and momentum in deep learning", 2013.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, {
 *   loss: 'categoricalCrossentropy', batchSize: 128, step: 0.01,
 *   momentum: 0.99, nesterov: true, shuffleData: true, verbose: true,
 * });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function momentum(network: Model, options: MomentumOptions = {}): Optimizer {
  const { momentum: rate = 0.9, nesterov = false } = options ?? {};
  const own = { momentum: rate, nesterov };
  const transform = chain(trace(own), scaleByStep());
  return createOptimizer(network, { name: 'Momentum', transform, options: own }, options);
}
