import type { Layer } from '../layer.js';
import type { Sequences } from '../takes.js';
import { type Conv1dOptions, convolution } from './convolution/convolution.js';
import { SEQUENCES } from './convolution/spatial.js';

/**
 * Convolution of sequences with learned filters, which slide along time and see all features of a step.
 *
 * `[?, time, features]` → `[?, time', filters]`, with lengths as of `conv2d`. With `padding: 'causal'` an output sees its
 * own step and earlier ones alone, and stride 1 keeps the length: stacked with dilations 1, 2, 4, … as in WaveNet (van den
 * Oord et al., 2016), a few layers see far back. PyTorch's weight is `weight` with the axes in the order 2, 1, 0.
 *
 * @param filters how many filters, and features of the output
 * @param size how many steps a filter sees
 * @throws OptionError for sizes, strides or dilations that are no whole numbers from 1, a padding that there is not, or
 * groups that do not divide the filters
 * @throws ShapeError in the network, where the input is no sequence, is shorter than the filter, or its features are not
 * divided by the groups
 *
 * @example
 * ```ts
 * const network = input([100, 4]).to(
 *   conv1d(16, 3, { padding: 'causal' }), relu(),
 *   conv1d(16, 3, { padding: 'causal', dilation: 2 }), relu(),
 *   flatten(), softmax(2),
 * );
 * ```
 */
export function conv1d<const Filters extends number>(
  filters: Filters,
  size: number,
  options: Conv1dOptions = {},
): Layer<readonly [number, Filters], Sequences> {
  return convolution('conv1d', SEQUENCES, filters, size, options) as Layer<
    readonly [number, Filters],
    Sequences
  >;
}
