import type { Layer } from '../layer.js';
import type { Images } from '../takes.js';
import type { Pair } from '../window.js';
import { IMAGES } from './convolution/spatial.js';
import { type Conv2dTransposeOptions, transposed } from './convolution/transposed.js';

/**
 * The transposed convolution, which makes images larger as `conv2d` makes them smaller: each pixel adds its multiple of the
 * filters to the output, `stride` pixels on from the one before. NeuPy's `Deconvolution`.
 *
 * `[?, height, width, channels]` → `[?, height', width', filters]`, of filters of size f with stride s:
 *
 * | padding | height' | `outputPadding` by default |
 * | --- | --- | --- |
 * | `'valid'` | (height − 1) · s + f + outputPadding | max(s − f, 0) |
 * | `'same'` | height · s | none |
 * | p, or [top, bottom] | (height − 1) · s + f − top − bottom + outputPadding | s − 1 |
 *
 * The defaults are NeuPy's: with a padding of 1, filters of size 3 double the size at stride 2. PyTorch's
 * `ConvTranspose2d` has `outputPadding: 0` unless told otherwise; its weight is `weight` with the axes in the order 3, 2, 0,
 * 1.
 *
 * @param filters how many channels come out
 * @param size rows and columns of a filter; one number for both
 * @throws OptionError for sizes or strides that are no whole numbers from 1, a padding that there is not, or an
 * outputPadding that is not below the stride
 * @throws ShapeError in the network, where the input is no image or the padding cuts off everything
 *
 * @example
 * ```ts
 * const decoder = input(16).to(
 *   relu(7 * 7 * 8), reshape([7, 7, 8]),
 *   conv2dTranspose(8, 3, { stride: 2, padding: 'same' }), relu(),
 *   conv2dTranspose(1, 3, { stride: 2, padding: 'same' }), sigmoid(), // [?, 28, 28, 1]
 * );
 * ```
 */
export function conv2dTranspose<const Filters extends number>(
  filters: Filters,
  size: Pair,
  options: Conv2dTransposeOptions = {},
): Layer<readonly [number, number, Filters], Images> {
  const layer = transposed('conv2dTranspose', 'conv2d-transpose', IMAGES, filters, size, options);
  return layer as Layer<readonly [number, number, Filters], Images>;
}
