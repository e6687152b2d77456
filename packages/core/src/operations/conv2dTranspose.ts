import { checkOptions, optionNames, ShapeError } from '@neutype/errors';
import { formatShape } from '@neutype/ndarray';
import { backend_util, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  type ConvolutionAttrs,
  type ConvolutionOptions,
  convolutionAttrs,
  type Shape4D,
} from './convolutionGeometry.js';
import { NeutypeGroupedConv2dInputGrad } from './groupedConv2d.js';
import { runOperation } from './runOperation.js';

const OPTIONS = optionNames<ConvolutionOptions>({ strides: true, padding: true, dilations: true });

/**
 * The transposed convolution: what is back to the size of its input where `conv2d` with the same filter and options makes
 * images of `size` as small as x. Each pixel of x adds its multiple of the filters to the output.
 *
 * Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016.
 *
 * @param x [N, height, width, channels]
 * @param filter [height, width, filters, channels]
 * @param size height and width of the output
 * @returns [N, ...size, filters]
 * @throws ShapeError where the convolution would not make images of x's size; OptionError
 * @throws DataError for a filter of another type than float32
 *
 * @example
 * ```ts
 * const small = ones([2, 7, 7, 8]);
 * conv2dTranspose(small, ones([3, 3, 4, 8]), [14, 14], { strides: 2, padding: 'same' }).shape; // [2, 14, 14, 4]
 * ```
 */
export function conv2dTranspose(
  x: Tensor,
  filter: Tensor,
  size: readonly [number, number],
  options: ConvolutionOptions = {},
): Tensor4D {
  checkOptions('conv2dTranspose', options, OPTIONS);
  const attrs = convolutionAttrs(options);
  const inputShape: Shape4D = [x.shape[0]!, ...size, filter.shape[2]!];
  checkSize(x, filter, inputShape, attrs);
  const inputs = { filter, dy: x };
  return runOperation(NeutypeGroupedConv2dInputGrad, inputs, { ...attrs, groups: 1, inputShape })
    .dx as Tensor4D;
}

function checkSize(
  x: Tensor,
  filter: Tensor,
  inputShape: Shape4D,
  { strides, dilations, pad }: ConvolutionAttrs,
): void {
  if (x.rank !== 4 || filter.rank !== 4) return; // told with the shapes of all inputs
  const { outHeight, outWidth } = backend_util.computeConv2DInfo(
    inputShape,
    filter.shape as Shape4D,
    strides,
    dilations,
    pad as 'valid',
  );
  if (outHeight === x.shape[1] && outWidth === x.shape[2]) return;
  throw new ShapeError({
    where: 'conv2dTranspose',
    expected: `x of ${outHeight} × ${outWidth} for an output of ${inputShape[1]} × ${inputShape[2]}`,
    received: formatShape(x.shape),
  });
}
