import { type Model, weightsAlone } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { AdamMoments } from '../options/adamMoments.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { addDecayedWeights, type WeightDecayOptions } from '../transforms/addDecayedWeights.js';
import { chain } from '../transforms/chain.js';
import { scaleByAdam } from '../transforms/scaleByAdam.js';
import { scaleByStep } from '../transforms/scaleByStep.js';

/** Options of `adamW`. Its `step` is 0.001 unless told otherwise. */
export interface AdamWOptions extends OptimizerOptions, AdamMoments, WeightDecayOptions {}

/**
 * Adam with decoupled weight decay: `w ← w − step · (m̂ / (√v̂ + ε) + λ·w)`, with `m̂` and `v̂` as of `adam`.
 *
 * Weights decay, and biases and the parameters of normalization layers do not; PyTorch's decays all of them unless its
 * user says otherwise, as `decayFilter: () => true` does here.
 *
 * Loshchilov and Hutter, "Decoupled weight decay regularization", 2019. As in PyTorch, the decay is 0.01 times the
 * learning rate.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adamW(network, { loss: 'categoricalCrossentropy', weightDecay: 0.05, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function adamW(network: Model, options: AdamWOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options ?? {};
  const { weightDecay = 0.01, decayFilter = weightsAlone } = options ?? {};
  const moments = { beta1, beta2, epsilon };
  const decay = { weightDecay, decayFilter };
  const transform = chain(scaleByAdam(moments), addDecayedWeights(decay), scaleByStep());
  return createOptimizer(
    network,
    { name: 'AdamW', transform, step: 0.001, options: { ...moments, ...decay } },
    options,
  );
}
