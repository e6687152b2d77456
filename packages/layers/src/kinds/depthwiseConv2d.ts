import type { Layer } from '../layer.js';
import type { Images } from '../takes.js';
import type { Pair } from '../window.js';
import { type DepthwiseConv2dOptions, depthwise } from './convolution/depthwise.js';
import { IMAGES } from './convolution/spatial.js';

/**
 * Convolution that keeps channels apart: each is convolved with `multiplier` filters of its own.
 *
 * `[?, height, width, channels]` → `[?, height', width', channels · multiplier]`, with sizes as of `conv2d`, the outputs of
 * a channel next to each other. Initializers see filters of a single channel: `heNormal()` draws with variance
 * 2 / (rows · columns). It is PyTorch's `Conv2d` with as many groups as channels; its weight is `weight` as
 * `[rows, columns, 1, channels · multiplier]` with the axes in the order 3, 2, 0, 1.
 *
 * Howard et al., "MobileNets", 2017.
 *
 * @param size rows and columns of a filter; one number for both
 * @throws OptionError for sizes, strides, dilations or a multiplier that are no whole numbers from 1, or a padding that
 * there is not
 * @throws ShapeError in the network, where the input is no image or is smaller than the filter
 *
 * @example
 * ```ts
 * const network = input([28, 28, 3]).to(
 *   depthwiseConv2d(3, { padding: 'same', bias: null }), batchNorm(), relu(),
 *   conv2d(16, 1, { bias: null }), batchNorm(), relu(),
 *   flatten(), softmax(10),
 * );
 * ```
 */
export function depthwiseConv2d(
  size: Pair,
  options: DepthwiseConv2dOptions = {},
): Layer<readonly [number, number, number], Images> {
  const layer = depthwise('depthwiseConv2d', 'depthwise-conv2d', IMAGES, size, options);
  return layer as Layer<readonly [number, number, number], Images>;
}
