import { gaussianNoise as addNoise } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { randomnessOf } from '../randomness.js';
import type { OneInput } from '../takes.js';

/** Options of `gaussianNoise`. */
export interface GaussianNoiseOptions {
  /** Mean of the noise, 0 by default. */
  readonly mean?: number;
  /** A name of its own instead of `gaussian-noise-1`. */
  readonly name?: string;
}

/**
 * While training, adds normally distributed numbers to all values: `y = x + N(mean, std²)`; otherwise passes all on. Any
 * shape stays as it is. (In NeuPy 0.8.2 the defaults of mean and standard deviation are exchanged.)
 *
 * What is drawn is a function of the seed, the layer's name and the number of the update alone.
 *
 * @param std standard deviation from 0 on; 1 by default
 * @throws OptionError for another standard deviation, or a mean that is not finite
 *
 * @example
 * ```ts
 * const denoising = input(784).to(gaussianNoise(0.3), relu(100), sigmoid(784));
 * ```
 */
export function gaussianNoise(std = 1, options: GaussianNoiseOptions = {}): Layer<'same', OneInput> {
  checkLayerOptions('gaussianNoise', options, ['mean']);
  const { mean = 0, name } = options;
  checkNumber('gaussianNoise(std)', std, { from: 0 });
  checkNumber('gaussianNoise mean', mean);
  return layer({
    kind: 'gaussian-noise',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { std, mean },
    forward: (x, _, context) => {
      if (!context.training) return x;
      const { key, counter } = randomnessOf(context, 'gaussianNoise');
      return addNoise(x, { mean, std }, key, counter);
    },
  });
}
