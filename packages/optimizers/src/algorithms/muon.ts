import { type Model, type ParameterFilter, parameterMatcher, type Shape, weightsAlone } from '@neutype/core';
import { checkFlag, checkNumber } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { addDecayedWeights, type WeightDecayOptions } from '../transforms/addDecayedWeights.js';
import { chain } from '../transforms/chain.js';
import { onlyFor } from '../transforms/onlyFor.js';
import { orthogonalize } from '../transforms/orthogonalize.js';
import { scaleBy } from '../transforms/scaleBy.js';
import { scaleByAdam } from '../transforms/scaleByAdam.js';
import { scaleByStep } from '../transforms/scaleByStep.js';
import { trace } from '../transforms/trace.js';

/** Options of `muon`. Its `step` is 0.02 unless told otherwise, its `weightDecay` 0. */
export interface MuonOptions extends OptimizerOptions, WeightDecayOptions {
  /** How much of the velocity is kept from update to update, from 0 and below 1. 0.95. */
  readonly momentum?: number;
  /** Looks ahead to where the velocity leads. `true`. */
  readonly nesterov?: boolean;
  /** Rounds of Newton and Schulz's iteration. 5. */
  readonly rounds?: number;
  /** Which weights are orthogonalized; AdamW takes the others. All with two dimensions or more. */
  readonly matrixFilter?: ParameterFilter;
  /** AdamW's learning rate as a share of `step`, so that a schedule moves both. 0.015, which makes 3e-4 of 0.02. */
  readonly adamShare?: number;
}

/**
 * Muon: momentum, made orthogonal. Of each weight matrix `v ← μ·v + g`, `o = orthogonalize(g + μ·v)`, and
 * `w ← w − step · (√max(1, outputs/inputs) · o + λ·w)`, so that every direction moves by about the same amount. Kernels
 * of convolutions are matrices of all their inputs by outputs.
 *
 * As in the published code, AdamW (betas 0.9 and 0.95, ε 1e-10) takes what is no matrix. Its authors advise to give it
 * embeddings and the last layer as well: `matrixFilter: (name) => !name.startsWith('softmax')`.
 *
 * An update computes fifteen products of the size of each matrix. On the 784-500-300-10 network with batches of 128 that is
 * about fifteen times the arithmetic of all else in a step.
 *
 * Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024,
 * https://github.com/KellerJordan/Muon. It computes in bfloat16, Neutype in float32. PyTorch's `torch.optim.Muon` has
 * other defaults: `{ step: 0.001, weightDecay: 0.1 }`.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = muon(network, { loss: 'categoricalCrossentropy', step: 0.02, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function muon(network: Model, options: MuonOptions = {}): Optimizer {
  const { momentum = 0.95, nesterov = true, rounds = 5, adamShare = 0.015 } = options ?? {};
  const { matrixFilter = weightsAlone, weightDecay = 0, decayFilter = weightsAlone } = options ?? {};
  checkFlag('option nesterov', nesterov);
  checkNumber('option adamShare', adamShare, { from: 0 });
  const isChosen = parameterMatcher(matrixFilter, 'option matrixFilter');
  const isMatrix = (name: string, shape: Shape) => shape.length > 1 && isChosen({ name, shape });
  const transform = chain(
    onlyFor(isMatrix, trace({ momentum, nesterov }), orthogonalize(rounds)),
    onlyFor(
      (name, shape) => !isMatrix(name, shape),
      scaleByAdam({ beta1: 0.9, beta2: 0.95, epsilon: 1e-10 }),
      scaleBy(adamShare),
    ),
    addDecayedWeights({ weightDecay, decayFilter }),
    scaleByStep(),
  );
  const own = { momentum, nesterov, rounds, matrixFilter, adamShare, weightDecay, decayFilter };
  return createOptimizer(network, { name: 'Muon', transform, step: 0.02, options: own }, options);
}
