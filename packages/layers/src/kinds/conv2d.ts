import type { Layer } from '../layer.js';
import type { Images } from '../takes.js';
import type { Pair } from '../window.js';
import { type Conv2dOptions, convolution } from './convolution/convolution.js';
import { IMAGES } from './convolution/spatial.js';

/**
 * Two-dimensional convolution of images with learned filters.
 *
 * `[?, height, width, channels]` → `[?, height', width', filters]`. A filter of size f with dilation d reaches
 * r = f + (f − 1)(d − 1) pixels far. `'valid'` makes ⌈(height − r + 1) / stride⌉ of them, `'same'` ⌈height / stride⌉, and
 * numbers, which add zeros, ⌈(height + top + bottom − r + 1) / stride⌉.
 *
 * With `groups`, channels and filters are divided into so many groups of neighbors, as in ResNeXt (Xie et al.,
 * 2017): each group of filters sees its own channels alone. PyTorch's weight is `weight` with the axes in the order 3, 2,
 * 0, 1.
 *
 * @param filters how many filters, and channels of the output
 * @param size rows and columns of a filter; one number for both
 * @throws OptionError for sizes, strides or dilations that are no whole numbers from 1, a padding that there is not, or
 * groups that do not divide the filters
 * @throws ShapeError in the network, where the input is no image, is smaller than the filter, or its channels are not
 * divided by the groups
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(
 *   conv2d(32, 3), relu(),
 *   conv2d(64, 3, { padding: 'same', groups: 4 }), relu(), maxPool2d(2),
 *   flatten(), softmax(10),
 * );
 * ```
 */
export function conv2d<const Filters extends number>(
  filters: Filters,
  size: Pair,
  options: Conv2dOptions = {},
): Layer<readonly [number, number, Filters], Images> {
  return convolution('conv2d', IMAGES, filters, size, options) as Layer<
    readonly [number, number, Filters],
    Images
  >;
}
