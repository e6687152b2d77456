import { maxPool } from '@neutype/core';
import type { Layer } from '../layer.js';
import type { Images } from '../takes.js';
import type { Pair } from '../window.js';
import { IMAGES } from './convolution/spatial.js';
import { type Pool2dOptions, pooling } from './pooling.js';

/**
 * The largest value of each window.
 *
 * `[?, height, width, channels]` → `[?, height / size, width / size, channels]`, rounded down
 *
 * @param size rows and columns of the window; one number for both
 * @throws OptionError for a size or stride that is no whole number from 1, or a padding as large as the window
 * @throws ShapeError in the network, where the input is no image or is smaller than the window
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(32, 3), relu(), maxPool2d(2), flatten(), softmax(10));
 * ```
 */
export function maxPool2d(size: Pair, options: Pool2dOptions = {}): Layer<'resized', Images> {
  return pooling('maxPool2d', 'max-pool2d', IMAGES, maxPool, size, options);
}
