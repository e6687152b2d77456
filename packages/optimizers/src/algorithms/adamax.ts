import type { Model } from '@neutype/core';
import { abs, add, div, maximum, mul } from '@tensorflow/tfjs-core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import { type AdamMoments, checkMoments } from '../options/adamMoments.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { groupedByCount } from '../transforms/groupedByCount.js';
import { proven } from '../transforms/proven.js';
import { followMean } from '../transforms/runningMean.js';
import { scaleByStep } from '../transforms/scaleByStep.js';
import { mapTargets, type Transform } from '../transforms/transform.js';
import { unbias } from '../transforms/unbias.js';

/** Options of `adamax`. Its `step` is 0.002, and its `epsilon` 1e-7, unless told otherwise. */
export interface AdamaxOptions extends OptimizerOptions, AdamMoments {}

/**
 * AdaMax, which is `adam` with the largest gradient in place of the mean of squares: `m ← β₁·m + (1 − β₁)·g`,
 * `u ← max(β₂·u, |g|)`, then `w ← w − step / (1 − β₁ᵗ) · m / (u + ε)` at update t.
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", 2015, section 7.1, with NeuPy's ε and defaults. PyTorch
 * adds its ε, 1e-8, to |g| instead.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adamax(network, { loss: 'categoricalCrossentropy', shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function adamax(network: Model, options: AdamaxOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options ?? {};
  const own = { beta1, beta2, epsilon };
  const transform = chain(scaleByAdamax(own), scaleByStep());
  return createOptimizer(network, { name: 'Adamax', transform, step: 0.002, options: own }, options);
}

function scaleByAdamax(moments: Required<AdamMoments>): Transform<'m' | 'largest', never> {
  checkMoments(moments);
  const { beta1, beta2, epsilon } = moments;
  return proven({
    name: 'adamax',
    slots: { m: 0, largest: 0 },
    apply: (targets) =>
      groupedByCount(targets, (group, count) => {
        const unbias1 = unbias(beta1, count);
        return mapTargets(group, ({ gradient, slots: { m, largest } }) => {
          followMean(m, gradient, beta1);
          largest.assign(maximum(mul(largest, beta2), abs(gradient)));
          return div(div(m, unbias1), add(largest, epsilon));
        });
      }),
  });
}
