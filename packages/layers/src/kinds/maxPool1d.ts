import { maxPool } from '@neutype/core';
import type { Layer } from '../layer.js';
import type { Sequences } from '../takes.js';
import { SEQUENCES } from './convolution/spatial.js';
import { type Pool1dOptions, pooling } from './pooling.js';

/**
 * The largest value of each window over time.
 *
 * `[?, time, features]` → `[?, time / size, features]`, rounded down
 *
 * @param size time steps of the window
 * @throws OptionError for a size or stride that is no whole number from 1, or a padding as large as the window
 * @throws ShapeError in the network, where the input is no sequence or is shorter than the window
 *
 * @example
 * ```ts
 * const network = input([100, 8]).to(maxPool1d(4), flatten(), relu(32), softmax(3));
 * ```
 */
export function maxPool1d(size: number, options: Pool1dOptions = {}): Layer<'resized', Sequences> {
  return pooling('maxPool1d', 'max-pool1d', SEQUENCES, maxPool, size, options);
}
