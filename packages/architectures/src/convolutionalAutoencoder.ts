import { checkOptions, OptionError } from '@neutype/errors';
import {
  conv2d,
  flatten,
  input,
  type Layer,
  linear,
  type Network,
  relu,
  reshape,
  sigmoid,
  upsample,
} from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** Options of `convolutionalAutoencoder`. */
export interface ConvolutionalAutoencoderOptions {
  /** `[height, width, channels]`, of values from 0 to 1; `[28, 28, 1]` by default. */
  readonly inputShape?: ImageShape;
  /** Filters of the encoder's convolutions, each of which halves the image; the decoder has them in reverse. `[16, 32]`. */
  readonly filters?: readonly number[];
  /** How many numbers an image becomes; 32 by default. */
  readonly code?: number;
}

/**
 * An autoencoder for images. Convolutions with a stride of 2 make them smaller, a linear layer makes a code of what is left, and
 * the decoder enlarges it again: by repeating pixels before each convolution rather than by transposed convolutions, whose
 * windows overlap unevenly and leave a chessboard in the picture.
 *
 * `[?, 28, 28, 1]` → `[?, 28, 28, 1]`, 111,521 parameters
 *
 * Layers are named `encoder-1`, …, `code`, `decoder-1`, …, `reconstruction`. So `network.until('code')` is the encoder and
 * `network.from('decoder-1')` the decoder; both share the network's parameters.
 *
 * Masci et al., "Stacked Convolutional Auto-Encoders for Hierarchical Feature Extraction", 2011; Odena, Dumoulin & Olah,
 * "Deconvolution and Checkerboard Artifacts", 2016.
 *
 * @throws OptionError for options that it does not know, and images that cannot be halved as often as there are filters
 *
 * @example
 * ```ts
 * const network = convolutionalAutoencoder({ code: 8 });
 * await adam(network, { loss: 'binaryCrossentropy' }).train(images, images);
 * const codes = await network.until('code').predict(images); // [n, 8]
 * ```
 */
export function convolutionalAutoencoder(
  options: ConvolutionalAutoencoderOptions = {},
): Network<ImageShape, ImageShape> {
  checkOptions('convolutionalAutoencoder', options, ['code', 'filters', 'inputShape']);
  const { inputShape = [28, 28, 1], filters = [16, 32], code = 32 } = options;
  const small = smallestImage(inputShape, filters);
  return input(inputShape).to(
    ...filters.flatMap((count, index) => [
      conv2d(count, 3, { stride: 2, padding: 1, name: `encoder-${index + 1}` }),
      relu(),
    ]),
    flatten(),
    linear(code, { name: 'code' }),
    relu(small[0] * small[1] * small[2], { name: 'decoder-1' }),
    reshape(small),
    ...enlarging(inputShape, filters),
    sigmoid(),
  ) as Network<ImageShape, ImageShape>;
}

/** What is left of an image after all halvings. */
function smallestImage([height, width]: ImageShape, filters: readonly number[]): ImageShape {
  if (filters.length === 0) {
    throw new OptionError({
      where: 'convolutionalAutoencoder, option filters',
      expected: 'a number of filters for each convolution',
      received: '[]',
      remedy: 'For dense layers alone there is autoencoder().',
    });
  }
  const factor = 2 ** filters.length;
  if (height % factor === 0 && width % factor === 0) {
    return [height / factor, width / factor, filters.at(-1) as number];
  }
  throw new OptionError({
    where: 'convolutionalAutoencoder, option inputShape',
    expected: `a height and a width that are multiples of ${factor}, for ${filters.length} halvings`,
    received: `${height} × ${width}`,
  });
}

/** Doubles the image before each convolution; the last one gives the image's channels. */
function enlarging([, , channels]: ImageShape, filters: readonly number[]): readonly Layer[] {
  const outputs = [channels, ...filters.slice(0, -1)].reverse();
  return outputs.flatMap((count, index) => {
    const isLast = index === outputs.length - 1;
    const name = isLast ? 'reconstruction' : `decoder-${index + 2}`;
    const convolution = conv2d(count, 3, { padding: 'same', name });
    return [upsample(2), convolution, ...(isLast ? [] : [relu()])];
  });
}
