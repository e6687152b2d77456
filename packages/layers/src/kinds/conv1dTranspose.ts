import type { Layer } from '../layer.js';
import type { Sequences } from '../takes.js';
import { SEQUENCES } from './convolution/spatial.js';
import { type Conv1dTransposeOptions, transposed } from './convolution/transposed.js';

/**
 * The transposed convolution of sequences, which makes them longer as `conv1d` makes them shorter.
 *
 * `[?, time, features]` → `[?, time', filters]`, with lengths, and defaults of `outputPadding`, as of `conv2dTranspose`.
 *
 * @param filters how many features come out
 * @param size how many steps a filter reaches
 * @throws OptionError for a size or stride that is no whole number from 1, a padding that there is not, or an outputPadding
 * that is not below the stride
 * @throws ShapeError in the network, where the input is no sequence or the padding cuts off everything
 *
 * @example
 * ```ts
 * const network = input([25, 8]).to(conv1dTranspose(1, 4, { stride: 2, padding: 'same' })); // [?, 50, 1]
 * ```
 */
export function conv1dTranspose<const Filters extends number>(
  filters: Filters,
  size: number,
  options: Conv1dTransposeOptions = {},
): Layer<readonly [number, Filters], Sequences> {
  const layer = transposed('conv1dTranspose', 'conv1d-transpose', SEQUENCES, filters, size, options);
  return layer as Layer<readonly [number, Filters], Sequences>;
}
