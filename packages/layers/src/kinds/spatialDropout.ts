import { dropout as drop, ShapeError } from '@neutype/core';
import { fill, mul } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { checkRate, randomnessOf } from '../randomness.js';
import { formatBatchShape } from '../shape.js';
import type { InnerAxes } from '../takes.js';

/**
 * While training, zeroes whole channels of each sample with probability `rate` and scales the others by `1 / (1 − rate)`;
 * otherwise passes all on. Neighboring pixels or time steps say much the same, so that `dropout` takes little from them.
 *
 * Images `[?, height, width, channels]` or sequences `[?, time, features]`, which stay as they are.
 *
 * Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2015.
 *
 * @param rate probability from 0 up to, but not including, 1
 * @throws OptionError for any other rate
 * @throws ShapeError in the network, where the input is a row of features
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(32, 3), relu(), spatialDropout(0.2), flatten(), softmax(10));
 * ```
 */
export function spatialDropout(
  rate: number,
  options: { readonly name?: string } = {},
): Layer<'same', InnerAxes> {
  checkLayerOptions('spatialDropout', options);
  checkRate('spatialDropout(rate)', rate, 'spatialDropout(0.2) drops a fifth of the channels.');
  return layer({
    kind: 'spatial-dropout',
    name: options.name,
    replayable: true,
    outputs: rate === 0 ? 'same' : 'numbers',
    settings: { rate },
    outputShape: (inputShape, where) => {
      if (inputShape.length > 1) return inputShape;
      throw new ShapeError({
        where: `layer ${where}`,
        expected: 'images [?, height, width, channels] or sequences [?, time, features]',
        received: formatBatchShape(inputShape),
        remedy: 'For rows of features there is dropout.',
      });
    },
    forward: (x, _, context) => {
      if (!context.training || rate === 0) return x;
      const { key, counter } = randomnessOf(context, 'spatialDropout');
      const channels = x.shape.map((length, axis) => (axis === 0 || axis === x.rank - 1 ? length : 1));
      return mul(x, drop(fill(channels, 1), rate, key, counter));
    },
  });
}
