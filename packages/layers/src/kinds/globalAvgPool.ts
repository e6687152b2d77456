import type { Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import { type GlobalPoolOptions, globalPooling } from './globalPool.js';

/**
 * The mean of each channel (the last axis) over all positions: of an image, or of the time steps of a sequence.
 *
 * `[?, ..., channels]` → `[?, channels]`
 *
 * It takes the place of `flatten()` and large dense layers at the end of a convolutional network, and then images may be
 * of any size.
 *
 * Lin, Chen & Yan, "Network In Network", 2013.
 *
 * @throws ShapeError in the network, for a mask where the input is no sequence
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(32, 3), relu(), globalAvgPool(), softmax(10));
 * ```
 *
 * @example Words of a text, where shorter texts are filled up with 0
 * ```ts
 * const network = input(100).to(embedding(5000, 32, { paddingIndex: 0 }), globalAvgPool({ maskValue: 0 }), sigmoid(1));
 * ```
 */
export function globalAvgPool(options: GlobalPoolOptions = {}): Layer<'pooled', OneInput> {
  return globalPooling('globalAvgPool', 'global-avg-pool', 'avg', options);
}
