import { type Model, weightsAlone } from '@neutype/core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { AdamMoments } from '../options/adamMoments.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { addDecayedWeights, type WeightDecayOptions } from '../transforms/addDecayedWeights.js';
import { chain } from '../transforms/chain.js';
import { scaleByAdam } from '../transforms/scaleByAdam.js';
import { scaleByStep } from '../transforms/scaleByStep.js';
import { scaleByTrustRatio } from '../transforms/scaleByTrustRatio.js';

/** Options of `lamb`. Its `step` is 0.001, and its `epsilon` 1e-6, unless told otherwise. */
export interface LambOptions extends OptimizerOptions, AdamMoments, WeightDecayOptions {}

/**
 * LAMB, for large batches: the direction of `adamW`, `u = m̂ / (√v̂ + ε) + λ·w`, in which each parameter moves by a
 * share of its own norm: `w ← w − step · ‖w‖/‖u‖ · u`. Where one of the two norms is 0, the ratio is 1.
 *
 * Weights decay, and biases and the parameters of normalization layers do not, as in the authors' experiments.
 *
 * You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", 2020, algorithm 2.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = lamb(network, { loss: 'categoricalCrossentropy', batchSize: 4096, step: 0.01, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function lamb(network: Model, options: LambOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-6 } = options ?? {};
  const { weightDecay = 0.01, decayFilter = weightsAlone } = options ?? {};
  const own = { beta1, beta2, epsilon, weightDecay, decayFilter };
  const transform = chain(scaleByAdam(own), addDecayedWeights(own), scaleByTrustRatio(), scaleByStep());
  return createOptimizer(network, { name: 'Lamb', transform, step: 0.001, options: own }, options);
}
