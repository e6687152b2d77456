import type { Model } from '@neutype/core';
import {
  add,
  cast,
  div,
  expm1,
  greater,
  minimum,
  mul,
  type Scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
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

/** Options of `radam`. Its `step` is 0.001 unless told otherwise. */
export interface RadamOptions extends OptimizerOptions, AdamMoments {}

/**
 * Rectified Adam, which needs no warm-up: while too few gradients have been seen for their squares to tell anything, it
 * is gradient descent with momentum, `w ← w − step · m̂`, and from then on `w ← w − step · r · m̂ / (√v + ε) · √(1 − β₂ᵗ)`,
 * with `m`, `v` and `m̂` as of `adam`. With `ρ∞ = 2/(1 − β₂) − 1` and `ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)` at update t, that is
 * where ρ > 5, and `r = √((ρ − 4)(ρ − 2)·ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)·ρ))`.
 *
 * Liu et al., "On the variance of the adaptive learning rate and beyond", 2020, as PyTorch has it.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = radam(network, { loss: 'categoricalCrossentropy', shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function radam(network: Model, options: RadamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options ?? {};
  const own = { beta1, beta2, epsilon };
  const transform = chain(scaleByRadam(own), scaleByStep());
  return createOptimizer(network, { name: 'Radam', transform, step: 0.001, options: own }, options);
}

function scaleByRadam(moments: Required<AdamMoments>): Transform<'m' | 'v', never> {
  checkMoments(moments);
  const { beta1, beta2, epsilon } = moments;
  return proven({
    name: 'radam',
    slots: { m: 0, v: 0 },
    apply: (targets) =>
      groupedByCount(targets, (group, count) => {
        const unbias1 = unbias(beta1, count);
        const { spreadFactor, addend } = rectification(beta2, count);
        return mapTargets(group, ({ gradient, slots: { m, v } }) => {
          followMean(m, gradient, beta1);
          followMeanSquare(v, gradient, beta2);
          const divisor = add(mul(add(sqrt(v), epsilon), spreadFactor), addend);
          return div(div(m, unbias1), divisor);
        });
      }),
  });
}

/** What the spread of gradients is to be multiplied by, and what is to be added: 0 and 1 at first, later `1/(r·√…)` and 0. */
function rectification(
  beta2: number,
  count: Scalar,
): { spreadFactor: Tensor | number; addend: Tensor | number } {
  const most = 2 / (1 - beta2) - 1;
  if (most <= FEWEST_SAMPLES) return { spreadFactor: 0, addend: 1 };
  const samples = effectiveSamples(beta2, count);
  const isRectified = cast(greater(samples, FEWEST_SAMPLES), 'float32');
  const safe = add(mul(samples, isRectified), mul(sub(1, isRectified), most)); // no root of what is negative
  const factor = div(most, (most - 4) * (most - 2));
  const squaredRate = div(mul(mul(sub(safe, 4), sub(safe, 2)), factor), safe);
  const root = sqrt(mul(squaredRate, unbias(beta2, count)));
  return { spreadFactor: div(isRectified, root), addend: sub(1, isRectified) };
}

/** Of so many gradients the squares do not tell enough. The paper has 4, PyTorch 5. */
const FEWEST_SAMPLES = 5;

/**
 * How many gradients the mean of squares stands for: `ρ∞ − 2t·βᵗ/(1 − βᵗ)`. As a difference it would have no right digits
 * in float32, so it is written with x = −t·ln β as `c − 2/ln β · (1 − x/(eˣ − 1))`, and the bracket as a series where x is
 * small.
 */
function effectiveSamples(beta: number, count: Scalar): Tensor {
  const rate = -Math.log(beta);
  const x = mul(count, rate);
  const small = minimum(x, 1);
  const squared = square(small);
  const tail = add(mul(sub(mul(squared, 1 / 1_209_600), 1 / 30_240), squared), 1 / 720);
  const series = add(mul(small, 0.5), mul(sub(mul(tail, squared), 1 / 12), squared));
  const direct = sub(1, div(x, expm1(x)));
  const bracket = where(greater(x, 1), direct, series);
  return add(mul(bracket, 2 / rate), 2 / (1 - beta) - 1 - 2 / rate);
}
