import type { Model } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { add, div, exp, mul, type Scalar, sqrt, sub, type Tensor } from '@tensorflow/tfjs-core';
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

interface NadamMoments extends AdamMoments {
  /**
   * How fast the momentum grows from half of `beta1` to `beta1`, from 0. 0.004. (PyTorch's `momentum_decay`, Keras has
   * 0.004 built in.)
   */
  readonly momentumDecay?: number;
}

/** Options of `nadam`. Its `step` is 0.002 unless told otherwise. */
export interface NadamOptions extends OptimizerOptions, NadamMoments {}

/**
 * Nadam, which is `adam` with Nesterov's momentum: `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, then
 * `w ← w − step · ((1 − μₜ)/(1 − Πₜ)·g + μₜ₊₁/(1 − Πₜ₊₁)·m) / (√v̂ + ε)`, where `v̂ = v / (1 − β₂ᵗ)`, the momentum at
 * update t is `μₜ = β₁·(1 − 0.96^(t·ψ) / 2)` with ψ the `momentumDecay`, and `Πₜ` is the product of all `μ` up to t.
 *
 * Dozat, "Incorporating Nesterov momentum into Adam", 2016, as PyTorch has it.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = nadam(network, { loss: 'categoricalCrossentropy', shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function nadam(network: Model, options: NadamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, momentumDecay = 0.004 } = options ?? {};
  const own = { beta1, beta2, epsilon, momentumDecay };
  const transform = chain(scaleByNadam(own), scaleByStep());
  return createOptimizer(network, { name: 'Nadam', transform, step: 0.002, options: own }, options);
}

function scaleByNadam(moments: Required<NadamMoments>): Transform<'m' | 'v' | 'product', never> {
  checkMoments(moments);
  const { beta1, beta2, epsilon, momentumDecay } = moments;
  checkNumber('option momentumDecay', momentumDecay, { from: 0 });
  const momentumAt = (count: Tensor): Tensor =>
    mul(sub(1, mul(exp(mul(count, Math.log(0.96) * momentumDecay)), 0.5)), beta1);
  return proven({
    name: 'nadam',
    slots: { m: 0, v: 0, product: () => ({ shape: [], values: 1 }) },
    apply: (targets) =>
      groupedByCount(targets, (group, count) => {
        const [now, next] = [momentumAt(count), momentumAt(add<Scalar>(count, 1))];
        const unbias2 = unbias(beta2, count);
        return mapTargets(group, ({ gradient, slots: { m, v, product } }) => {
          product.assign(mul(product, now));
          const ofGradient = div(sub(1, now), sub(1, product));
          const ofMean = div(next, sub(1, mul(product, next)));
          followMean(m, gradient, beta1);
          followMeanSquare(v, gradient, beta2);
          const ahead = add(mul(gradient, ofGradient), mul(m, ofMean));
          return div(ahead, add(sqrt(div(v, unbias2)), epsilon));
        });
      }),
  });
}
