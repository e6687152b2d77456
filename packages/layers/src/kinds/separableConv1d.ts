import type { Layer } from '../layer.js';
import type { Sequences } from '../takes.js';
import { type SeparableConv1dOptions, separable } from './convolution/separable.js';
import { SEQUENCES } from './convolution/spatial.js';

/**
 * A convolution of sequences in two parts: one that keeps features apart, with `multiplier` filters for each, then one of
 * size 1 that mixes them, with the bias: Keras' `SeparableConv1D`.
 *
 * `[?, time, features]` → `[?, time', filters]`, with lengths as of `conv1d`.
 *
 * @param filters how many features come out
 * @param size how many steps a depthwise filter sees
 * @throws OptionError for sizes, strides, dilations or a multiplier that are no whole numbers from 1, or a padding that
 * there is not
 * @throws ShapeError in the network, where the input is no sequence or is shorter than the filter
 *
 * @example
 * ```ts
 * const network = input([50, 8]).to(separableConv1d(16, 5, { padding: 'same' }), relu(), flatten(), softmax(2));
 * ```
 */
export function separableConv1d<const Filters extends number>(
  filters: Filters,
  size: number,
  options: SeparableConv1dOptions = {},
): Layer<readonly [number, Filters], Sequences> {
  const layer = separable('separableConv1d', 'separable-conv1d', SEQUENCES, filters, size, options);
  return layer as Layer<readonly [number, Filters], Sequences>;
}
