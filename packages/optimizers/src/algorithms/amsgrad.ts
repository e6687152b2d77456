import type { Model } from '@neutype/core';
import { add, div, maximum, sqrt } from '@tensorflow/tfjs-core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import { type AdamMoments, checkMoments } from '../options/adamMoments.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { chain } from '../transforms/chain.js';
import { groupedByCount } from '../transforms/groupedByCount.js';
import { proven } from '../transforms/proven.js';
import { followMean, followMeanSquare } from '../transforms/runningMean.js';
import { scaleByStep } from '../transforms/scaleByStep.js';
import { mapTargets, type Transform } from '../transforms/transform.js';
import { unbias } from '../transforms/unbias.js';

/** Options of `amsgrad`. Its `step` is 0.001 unless told otherwise. */
export interface AmsgradOptions extends OptimizerOptions, AdamMoments {}

/**
 * AMSGrad: `adam`, divided by the largest mean of squared gradients so far, so that steps of a weight never grow:
 * `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, `u ← max(u, v)`, then `w ← w − step · m̂ / (√û + ε)`, where
 * `m̂ = m / (1 − β₁ᵗ)` and `û = u / (1 − β₂ᵗ)` at update t.
 *
 * Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018, with Adam's corrections of bias, as PyTorch has
 * it (`Adam(amsgrad=True)`).
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = amsgrad(network, { loss: 'categoricalCrossentropy', shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function amsgrad(network: Model, options: AmsgradOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options ?? {};
  const own = { beta1, beta2, epsilon };
  const transform = chain(scaleByAmsgrad(own), scaleByStep());
  return createOptimizer(network, { name: 'Amsgrad', transform, step: 0.001, options: own }, options);
}

function scaleByAmsgrad(moments: Required<AdamMoments>): Transform<'m' | 'v' | 'largest', never> {
  checkMoments(moments);
  const { beta1, beta2, epsilon } = moments;
  return proven({
    name: 'amsgrad',
    slots: { m: 0, v: 0, largest: 0 },
    apply: (targets) =>
      groupedByCount(targets, (group, count) => {
        const [unbias1, unbias2] = [unbias(beta1, count), unbias(beta2, count)];
        return mapTargets(group, ({ gradient, slots: { m, v, largest } }) => {
          followMean(m, gradient, beta1);
          followMeanSquare(v, gradient, beta2);
          largest.assign(maximum(largest, v));
          return div(div(m, unbias1), add(sqrt(div(largest, unbias2)), epsilon));
        });
      }),
  });
}
