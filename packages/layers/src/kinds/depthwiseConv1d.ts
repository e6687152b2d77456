import type { Layer } from '../layer.js';
import type { Sequences } from '../takes.js';
import { type DepthwiseConv1dOptions, depthwise } from './convolution/depthwise.js';
import { SEQUENCES } from './convolution/spatial.js';

/**
 * Convolution of sequences that keeps features apart: each is convolved with `multiplier` filters of its own.
 *
 * `[?, time, features]` → `[?, time', features · multiplier]`, with lengths as of `conv1d`, the outputs of a feature next to
 * each other. Initializers see filters of a single feature.
 *
 * @param size how many steps a filter sees
 * @throws OptionError for sizes, strides, dilations or a multiplier that are no whole numbers from 1, or a padding that
 * there is not
 * @throws ShapeError in the network, where the input is no sequence or is shorter than the filter
 *
 * @example
 * ```ts
 * const network = input([50, 8]).to(depthwiseConv1d(5, { padding: 'causal' }), relu(), flatten(), softmax(2));
 * ```
 */
export function depthwiseConv1d(
  size: number,
  options: DepthwiseConv1dOptions = {},
): Layer<readonly [number, number], Sequences> {
  const layer = depthwise('depthwiseConv1d', 'depthwise-conv1d', SEQUENCES, size, options);
  return layer as Layer<readonly [number, number], Sequences>;
}
