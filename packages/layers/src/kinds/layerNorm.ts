import { layerNorm as normalizeRows } from '@neutype/core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import { type AffineOptions, checkedAffine } from './affine.js';

/** Options of `layerNorm`. */
export interface LayerNormOptions extends AffineOptions {
  /** A name of its own instead of `layer-norm-1`. */
  readonly name?: string;
}

/**
 * Normalizes the features of each sample, or of each time step or pixel (the last axis), to mean 0 and variance 1, then
 * scales by gamma and shifts by beta, which are learned:
 * `y = gamma · (x − mean) / √(variance + epsilon) + beta`. Any shape stays as it is.
 *
 * It does the same in training and in prediction, and samples do not depend on each other. The variance is the biased
 * one. PyTorch's `LayerNorm(features)` has the same epsilon, and gamma and beta as `weight` and `bias`; Keras' adds 1e-3.
 *
 * Ba, Kiros & Hinton, "Layer Normalization", 2016.
 *
 * @throws OptionError for an epsilon that is not positive
 *
 * @example
 * ```ts
 * const network = input(784).to(linear(100), layerNorm(), relu(), softmax(10));
 * ```
 */
export function layerNorm(options: LayerNormOptions = {}): Layer<'same', OneInput> {
  checkLayerOptions('layerNorm', options, ['beta', 'epsilon', 'gamma']);
  const { epsilon, parameters } = checkedAffine('layerNorm', options);
  return layer({
    kind: 'layer-norm',
    name: options.name,
    replayable: true,
    outputs: 'numbers',
    settings: { epsilon },
    parameters,
    forward: (x, { gamma, beta }) => normalizeRows(x, gamma, beta, epsilon),
  });
}
