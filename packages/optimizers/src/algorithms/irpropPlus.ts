import type { Model } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import { initialSize } from '../options/initialSize.js';
import { chain } from '../transforms/chain.js';
import { type IrpropPlusScale, scaleByIrpropPlus } from '../transforms/scaleByIrpropPlus.js';
import type { RpropOptions } from './rprop.js';

/** Options of `irpropPlus`. Its `batchSize` is `null`, all samples for each update, unless told otherwise. */
export interface IrpropPlusOptions extends RpropOptions, IrpropPlusScale {}

/**
 * Improved resilient backpropagation, with backtracking: as `rprop`, but where the sign of a gradient has turned, the last
 * change is taken back only if the loss has grown. Otherwise the weight rests for one update.
 *
 * Igel and Hüsken, "Empirical evaluation of the improved Rprop learning algorithms", 2003. As in NeuPy, whose defaults
 * these are, the two losses compared are those before the last update and before the one before that;
 * `backtracking: 'immediate'` compares the paper's, the loss that there is now with that before the last update.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = irpropPlus(network, { loss: 'binaryCrossentropy', backtracking: 'immediate' });
 * await optimizer.train(x, y, { epochs: 200 });
 * ```
 */
export function irpropPlus(network: Model, options: IrpropPlusOptions = {}): Optimizer {
  const { minStep = 0.001, maxStep = 10, increaseFactor = 1.2, decreaseFactor = 0.5 } = options ?? {};
  const { backtracking = 'delayed' } = options ?? {};
  const own = { minStep, maxStep, increaseFactor, decreaseFactor, backtracking };
  const transform = chain(scaleByIrpropPlus(initialSize(options, own), own));
  const remedy = `take a smaller maxStep (it is ${maxStep}).`;
  return createOptimizer(
    network,
    { name: 'IrpropPlus', transform, batchSize: null, options: own, remedy },
    options,
  );
}
