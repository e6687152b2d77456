import { type Model, weightsAlone } from '@neutype/core';
import { add, mul, sign } from '@tensorflow/tfjs-core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import { checkDecay } from '../options/checkDecay.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { addDecayedWeights, type WeightDecayOptions } from '../transforms/addDecayedWeights.js';
import { chain } from '../transforms/chain.js';
import { proven } from '../transforms/proven.js';
import { followMean } from '../transforms/runningMean.js';
import { scaleByStep } from '../transforms/scaleByStep.js';
import { type Transform, transform } from '../transforms/transform.js';

interface LionMoments {
  /** How much of the mean of gradients goes into an update, beside the gradient; from 0 and below 1. 0.9. */
  readonly beta1?: number;
  /** How much of the mean of gradients is kept from update to update, from 0 and below 1. 0.99. */
  readonly beta2?: number;
}

/** Options of `lion`. Its `step` is 0.0001, and its `weightDecay` 0, unless told otherwise. */
export interface LionOptions extends OptimizerOptions, LionMoments, WeightDecayOptions {}

/**
 * Lion, every update of which moves every weight equally far: `w ← w − step · (sign(β₁·m + (1 − β₁)·g) + λ·w)`, then
 * `m ← β₂·m + (1 − β₂)·g`. It remembers half of what `adam` does. The authors advise steps 3 to 10 times smaller than
 * those for `adamW`, and a weight decay that is as many times larger.
 *
 * Chen et al., "Symbolic discovery of optimization algorithms", 2023. Weights decay, and biases and the parameters of
 * normalization layers do not.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = lion(network, { loss: 'categoricalCrossentropy', weightDecay: 0.1, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function lion(network: Model, options: LionOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.99, weightDecay = 0, decayFilter = weightsAlone } = options ?? {};
  const own = { beta1, beta2, weightDecay, decayFilter };
  const transform = chain(scaleByLion(own), addDecayedWeights(own), scaleByStep());
  return createOptimizer(network, { name: 'Lion', transform, step: 0.0001, options: own }, options);
}

function scaleByLion({ beta1, beta2 }: Required<LionMoments>): Transform<'m', never> {
  checkDecay('option beta1', beta1);
  checkDecay('option beta2', beta2);
  return proven(
    transform({
      name: 'lion',
      slots: { m: 0 },
      update(gradient, { slots: { m } }) {
        const direction = sign(add(mul(m, beta1), mul(gradient, 1 - beta1)));
        followMean(m, gradient, beta2);
        return direction;
      },
    }),
  );
}
