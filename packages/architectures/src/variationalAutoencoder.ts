import { checkOptions } from '@neutype/errors';
import {
  gaussianSample,
  input,
  linear,
  type Network,
  outputs,
  relu,
  type Shape,
  sigmoid,
} from '@neutype/layers';

/** Options of `variationalAutoencoder`. */
export interface VariationalAutoencoderOptions {
  /** How many features a sample has, from 0 to 1; 784 by default. */
  readonly inputShape?: number;
  /** The units of the encoder's hidden layers, which the decoder has in reverse; `[256]` by default. */
  readonly hidden?: readonly number[];
  /** How many numbers a sample becomes; 2 by default. */
  readonly code?: number;
}

/**
 * An autoencoder whose codes are normal distributions: the encoder gives means and logarithms of variances, from which codes are
 * drawn in training. They are held close to the standard normal distribution, so that what the decoder makes of numbers drawn
 * from that looks like a sample.
 *
 * `input`, `[?, 784]` → `reconstruction`, `[?, 784]`, and `latent`, `[?, 4]`: the means, then the logarithms. 404,244 parameters.
 *
 * The two outputs have a loss each: that of the reconstruction, and `gaussianKl` with zeros as targets. The lower bound of
 * Kingma & Welling sums over pixels; binaryCrossentropy takes their mean, so that the weight of the other is 1 over their number,
 * or β times that for a β-VAE.
 *
 * Layers are named `input`, `encoder-1`, …, `latent`, `code`, `decoder-1`, …, `reconstruction`: `network.until('code')` gives the mean
 * codes, and `network.from('decoder-1')` is the decoder, or `from('reconstruction')` where there are no hidden layers.
 *
 * Kingma & Welling, "Auto-Encoding Variational Bayes", 2013; Higgins et al., "beta-VAE", 2017.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 *
 * @example
 * ```ts
 * const network = variationalAutoencoder({ code: 2 });
 * const optimizer = adam(network, {
 *   loss: { reconstruction: 'binaryCrossentropy', latent: 'gaussianKl' },
 *   lossWeights: { latent: 1 / 784 },
 * });
 * await optimizer.train({ input: pixels }, { reconstruction: pixels, latent: zeros([pixels.length, 4]) });
 * const digit = await network.from('decoder-1').predict([[0, 0]]);
 * ```
 */
export function variationalAutoencoder(
  options: VariationalAutoencoderOptions = {},
): Network<readonly [number], Shape, readonly Shape[]> {
  checkOptions('variationalAutoencoder', options, ['code', 'hidden', 'inputShape']);
  const { inputShape = 784, hidden = [256], code = 2 } = options;
  const encoder = hidden.map((units, index) => relu(units, { name: `encoder-${index + 1}` }));
  const decoder = hidden.toReversed().map((units, index) => relu(units, { name: `decoder-${index + 1}` }));
  const latent = input(inputShape, { name: 'input' })
    .to(...encoder)
    .to(linear(2 * code, { name: 'latent' }));
  const reconstruction = latent.to(
    gaussianSample({ name: 'code' }),
    ...decoder,
    sigmoid(inputShape, { name: 'reconstruction' }),
  );
  return outputs({ reconstruction, latent }) as never;
}
