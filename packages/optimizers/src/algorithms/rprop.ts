import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import { initialSize } from '../options/initialSize.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import type { ResilientOptions } from '../transforms/resilient.js';
import { scaleByRprop } from '../transforms/scaleByRprop.js';

/** Options of `rprop`. Its `batchSize` is `null`, all samples for each update, unless told otherwise. */
export interface RpropOptions extends OptimizerOptions, ResilientOptions {
  /** What the change of every weight begins with; a number, and no schedule. 0.1. */
  readonly step?: number;
}

/**
 * Resilient backpropagation. It looks at the sign of each gradient alone, and makes changes of a size Δ of their own:
 *
 * - where the sign is the last one, `Δ ← 1.2 · Δ`; where it has turned, `Δ ← 0.5 · Δ`, within `minStep` and `maxStep`
 * - `w ← w − Δ · sign(g)`; but where the sign has turned, the last change is taken back, and the next one is made in
 *   whatever direction the gradient then has
 *
 * It is for full batches: the signs of few samples turn by chance. `step` is where every Δ begins; to change
 * `optimizer.step` later has no effect.
 *
 * Riedmiller and Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", 1993, with
 * NeuPy's defaults. PyTorch's Rprop takes no change back, and its `etas` and `step_sizes` are here `decreaseFactor`,
 * `increaseFactor`, `minStep` and `maxStep`.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = rprop(network, { loss: 'binaryCrossentropy', maxStep: 1 });
 * await optimizer.train(x, y, { epochs: 200 });
 * ```
 */
export function rprop(network: Model, options: RpropOptions = {}): Optimizer {
  const { minStep = 0.001, maxStep = 10, increaseFactor = 1.2, decreaseFactor = 0.5 } = options ?? {};
  const own = { minStep, maxStep, increaseFactor, decreaseFactor };
  const transform = chain(scaleByRprop(initialSize(options, own), own));
  const remedy = `take a smaller maxStep (it is ${maxStep}).`;
  return createOptimizer(
    network,
    { name: 'Rprop', transform, batchSize: null, options: own, remedy },
    options,
  );
}
