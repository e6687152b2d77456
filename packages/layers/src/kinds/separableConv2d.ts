import type { Layer } from '../layer.js';
import type { Images } from '../takes.js';
import type { Pair } from '../window.js';
import { type SeparableConv2dOptions, separable } from './convolution/separable.js';
import { IMAGES } from './convolution/spatial.js';

/**
 * A convolution in two parts: one that keeps channels apart, with `multiplier` filters for each, then one of size 1 that
 * mixes them, with the bias. Between the two is nothing, as in Keras' `SeparableConv2D`; PyTorch has two `Conv2d`, of which
 * the first has as many groups as channels.
 *
 * `[?, height, width, channels]` → `[?, height', width', filters]`, with sizes as of `conv2d`.
 *
 * Chollet, "Xception", 2017.
 *
 * @param filters how many channels come out
 * @param size rows and columns of a depthwise filter; one number for both
 * @throws OptionError for sizes, strides, dilations or a multiplier that are no whole numbers from 1, or a padding that
 * there is not
 * @throws ShapeError in the network, where the input is no image or is smaller than the filter
 *
 * @example
 * ```ts
 * const network = input([32, 32, 3]).to(
 *   separableConv2d(32, 3, { padding: 'same' }), relu(), maxPool2d(2),
 *   flatten(), softmax(10),
 * );
 * ```
 */
export function separableConv2d<const Filters extends number>(
  filters: Filters,
  size: Pair,
  options: SeparableConv2dOptions = {},
): Layer<readonly [number, number, Filters], Images> {
  const layer = separable('separableConv2d', 'separable-conv2d', IMAGES, filters, size, options);
  return layer as Layer<readonly [number, number, Filters], Images>;
}
