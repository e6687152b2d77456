import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { scaleByStep } from '../transforms/scaleByStep.js';

/**
 * Gradient descent by batches: `w ← w − step · g`.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const network = input(2).to(tanh(5), sigmoid(1));
 * const optimizer = gradientDescent(network, { loss: 'binaryCrossentropy', step: 0.5, batchSize: null, seed: 0 });
 * await optimizer.train([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], { epochs: 2000 });
 * console.log(String(await optimizer.predict([[0, 1]])));
 * ```
 */
export function gradientDescent(network: Model, options: OptimizerOptions = {}): Optimizer {
  return createOptimizer(network, { name: 'GradientDescent', transform: scaleByStep() }, options);
}
