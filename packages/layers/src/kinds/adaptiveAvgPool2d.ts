import { adaptiveAvgPool } from '@neutype/core';
import type { Layer } from '../layer.js';
import type { Images } from '../takes.js';
import type { Pair } from '../window.js';
import { type AdaptivePool2dOptions, type AdaptiveShape, adaptivePool2d } from './adaptivePool2d.js';

/**
 * The means of so many windows that share the image out among them. Whatever comes in, the output has that size.
 *
 * `[?, height, width, channels]` → `[?, rows, columns, channels]`
 *
 * Window i of n over a length L goes from `⌊i · L / n⌋` up to `⌈(i + 1) · L / n⌉`, as in PyTorch's `AdaptiveAvgPool2d`: windows
 * overlap where the image does not divide.
 *
 * @param size rows and columns of the output; one number for both
 * @throws OptionError for sizes that are no whole numbers from 1
 * @throws ShapeError in the network, where the input is no image
 *
 * @example
 * ```ts
 * const network = input([30, 40, 3]).to(conv2d(32, 3), relu(), adaptiveAvgPool2d(7), flatten(), softmax(10));
 * ```
 */
export function adaptiveAvgPool2d<const Size extends Pair>(
  size: Size,
  options: AdaptivePool2dOptions = {},
): Layer<AdaptiveShape<Size>, Images> {
  return adaptivePool2d('adaptiveAvgPool2d', 'adaptive-avg-pool2d', adaptiveAvgPool, size, options);
}
