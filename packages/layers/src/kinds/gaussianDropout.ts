import { gaussianNoise } from '@neutype/core';
import { mul, zerosLike } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { checkRate, randomnessOf } from '../randomness.js';
import type { OneInput } from '../takes.js';

/**
 * While training, multiplies all values by normally distributed numbers of mean 1 and variance `rate / (1 − rate)`, those of
 * the factors that `dropout` draws; otherwise passes all on. Any shape stays as it is.
 *
 * Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014, section 10.
 *
 * @param rate from 0 up to, but not including, 1
 * @throws OptionError for any other rate
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(500), gaussianDropout(0.5), softmax(10));
 * ```
 */
export function gaussianDropout(
  rate: number,
  options: { readonly name?: string } = {},
): Layer<'same', OneInput> {
  checkLayerOptions('gaussianDropout', options);
  checkRate('gaussianDropout(rate)', rate, 'gaussianDropout(0.5) has the variance of dropout(0.5).');
  const std = Math.sqrt(rate / (1 - rate));
  return layer({
    kind: 'gaussian-dropout',
    name: options.name,
    replayable: true,
    outputs: rate === 0 ? 'same' : 'numbers',
    settings: { rate },
    forward: (x, _, context) => {
      if (!context.training || rate === 0) return x;
      const { key, counter } = randomnessOf(context, 'gaussianDropout');
      return mul(x, gaussianNoise(zerosLike(x), { mean: 1, std }, key, counter));
    },
  });
}
