import type { Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import { type GlobalPoolOptions, globalPooling } from './globalPool.js';

/**
 * The largest value of each channel (the last axis) over all positions: of an image, or of the time steps of a sequence.
 *
 * `[?, ..., channels]` → `[?, channels]`
 *
 * Its gradient goes to the first position that has it, as with PyTorch's `AdaptiveMaxPool2d(1)`.
 *
 * @throws ShapeError in the network, for a mask where the input is no sequence
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(32, 3), relu(), globalMaxPool(), softmax(10));
 * ```
 */
export function globalMaxPool(options: GlobalPoolOptions = {}): Layer<'pooled', OneInput> {
  return globalPooling('globalMaxPool', 'global-max-pool', 'max', options);
}
