import { checkOptions } from '@neutype/errors';
import { input, linear, type Network, relu, sigmoid } from '@neutype/layers';

/** Options of `autoencoder`. */
export interface AutoencoderOptions {
  /** How many features a sample has, from 0 to 1; 784 by default. */
  readonly inputShape?: number;
  /** The units of the encoder's hidden layers, which the decoder has in reverse; `[128]` by default. */
  readonly hidden?: readonly number[];
  /** How many numbers a sample becomes; 32 by default. */
  readonly code?: number;
}

/**
 * Learns to give back what comes in, through a layer with few units: what they hold is a code for the sample, found
 * without labels. Dense layers with relu; the code is linear, and the reconstruction ends in sigmoid, for values from 0 to
 * 1.
 *
 * `[?, 784]` → `[?, 784]`, 209,968 parameters
 *
 * Layers are named `encoder-1`, …, `code`, `decoder-1`, …, `reconstruction`. So `network.until('code')` is the encoder,
 * and `network.from('decoder-1')` the decoder, or `from('reconstruction')` where there are no hidden layers; both share the
 * network's parameters.
 *
 * Hinton & Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", 2006.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 *
 * @example
 * ```ts
 * const network = autoencoder({ code: 2 });
 * await adam(network, { loss: 'binaryCrossentropy' }).train(pixels, pixels);
 * const plane = await network.until('code').predict(pixels); // [n, 2]
 * ```
 */
export function autoencoder(options: AutoencoderOptions = {}): Network<readonly [number], readonly [number]> {
  checkOptions('autoencoder', options, ['code', 'hidden', 'inputShape']);
  const { inputShape = 784, hidden = [128], code = 32 } = options;
  const encoder = hidden.map((units, index) => relu(units, { name: `encoder-${index + 1}` }));
  const decoder = hidden.toReversed().map((units, index) => relu(units, { name: `decoder-${index + 1}` }));
  return input(inputShape)
    .to(...encoder, linear(code, { name: 'code' }), ...decoder)
    .to(sigmoid(inputShape, { name: 'reconstruction' }));
}
