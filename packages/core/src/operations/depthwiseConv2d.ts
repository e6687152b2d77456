import { checkOptions, optionNames } from '@neutype/errors';
import { pad as padWith, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { runKernel } from '../runKernel.js';
import { computeOperation } from './computeOperation.js';
import {
  type ConvolutionAttrs,
  type ConvolutionOptions,
  convolutionAttrs,
  gathered,
  type Shape4D,
  spread,
  spreadShape,
  withinPadding,
} from './convolutionGeometry.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

const LENGTHS = {
  N: 2,
  height: 5,
  width: 4,
  channels: 3,
  multiplier: 2,
  filterHeight: 2,
  filterWidth: 3,
  outputs: 6,
  outputHeight: 3,
  outputWidth: 2,
};

/** Stride and dilation at once, and padding that differs from side to side. */
const EXAMPLE = convolutionAttrs({
  strides: [2, 1],
  dilations: [1, 2],
  padding: [
    [0, 1],
    [2, 0],
  ],
});

export const NeutypeDepthwiseConv2d: Operation<{ filter: Tensor; x: Tensor }, 'y', ConvolutionAttrs> = {
  name: 'depthwiseConv2d',
  kernel: 'NeutypeDepthwiseConv2d',
  inputs: {
    filter: { shape: ['filterHeight', 'filterWidth', 'channels', 'multiplier'] },
    x: { shape: ['N', 'height', 'width', 'channels'], converts: true },
  },
  outputs: { y: ['N', 'outputHeight', 'outputWidth', 'outputs'] },
  examples: [EXAMPLE],
  lengths: LENGTHS,
  compose({ filter, x }, attrs) {
    const inputs = { x: padded(x, attrs), filter: spread(filter, attrs) };
    return { y: runKernel('DepthwiseConv2dNative', inputs, sliding(attrs)) };
  },
  gradient: {
    saves: ['filter', 'x'],
    take: (dy, { filter, x }, attrs) => ({
      x: () => {
        const geometry = { ...attrs, inputShape: x.shape as Shape4D };
        return computeOperation(NeutypeDepthwiseConv2dInputGrad, { filter, dy }, geometry).dx;
      },
      filter: () => {
        const geometry = { ...attrs, filterShape: filter.shape as Shape4D };
        return computeOperation(NeutypeDepthwiseConv2dFilterGrad, { x, dy }, geometry).dfilter;
      },
    }),
  },
};

/** The gradient of the image. */
export const NeutypeDepthwiseConv2dInputGrad: Operation<
  { filter: Tensor; dy: Tensor },
  'dx',
  ConvolutionAttrs & { readonly inputShape: Shape4D }
> = {
  name: 'depthwiseConv2dInputGrad',
  kernel: 'NeutypeDepthwiseConv2dInputGrad',
  inputs: {
    filter: { shape: ['filterHeight', 'filterWidth', 'channels', 'multiplier'] },
    dy: { shape: ['N', 'outputHeight', 'outputWidth', 'outputs'] },
  },
  outputs: { dx: ['N', 'height', 'width', 'channels'] },
  examples: [{ ...EXAMPLE, inputShape: [2, 5, 4, 3] }],
  lengths: LENGTHS,
  compose({ filter, dy }, { inputShape, ...attrs }) {
    const { pad } = attrs;
    const paddedShape = isNamed(pad)
      ? inputShape
      : inputShape.map((length, axis) => length + pad[axis]![0] + pad[axis]![1]);
    const dx = runKernel(
      'DepthwiseConv2dNativeBackpropInput',
      { dy, filter: spread(filter, attrs) },
      { ...sliding(attrs), inputShape: paddedShape },
    );
    return { dx: isNamed(pad) ? dx : withinPadding(dx, inputShape, pad) };
  },
};

/** The gradient of the filter. */
export const NeutypeDepthwiseConv2dFilterGrad: Operation<
  { x: Tensor; dy: Tensor },
  'dfilter',
  ConvolutionAttrs & { readonly filterShape: Shape4D }
> = {
  name: 'depthwiseConv2dFilterGrad',
  kernel: 'NeutypeDepthwiseConv2dFilterGrad',
  inputs: {
    x: { shape: ['N', 'height', 'width', 'channels'] },
    dy: { shape: ['N', 'outputHeight', 'outputWidth', 'outputs'] },
  },
  outputs: { dfilter: ['filterHeight', 'filterWidth', 'channels', 'multiplier'] },
  examples: [{ ...EXAMPLE, filterShape: [2, 3, 3, 2] }],
  lengths: LENGTHS,
  compose({ x, dy }, { filterShape, ...attrs }) {
    const dfilter = runKernel(
      'DepthwiseConv2dNativeBackpropFilter',
      { x: padded(x, attrs), dy },
      { ...sliding(attrs), filterShape: spreadShape(filterShape, attrs.dilations) },
    );
    return { dfilter: gathered(dfilter, filterShape, attrs) };
  },
};

function isNamed(pad: ConvolutionAttrs['pad']): pad is 'valid' | 'same' {
  return typeof pad === 'string';
}

/** tfjs's native backend knows padding by its names alone here: other zeros are put there by us. */
function padded(x: Tensor, { pad }: ConvolutionAttrs): Tensor {
  return isNamed(pad) ? x : padWith(x, pad);
}

/** What tfjs's kernels are told: filters come spread, and other padding than by name is there already. */
function sliding({ strides, pad }: ConvolutionAttrs): object {
  return { strides, pad: isNamed(pad) ? pad : 'valid', dilations: [1, 1], dataFormat: 'NHWC' };
}

const OPTIONS = optionNames<ConvolutionOptions>({ strides: true, padding: true, dilations: true });

/**
 * A convolution that keeps channels apart: each is convolved with `multiplier` filters of its own.
 *
 * @param x [N, height, width, channels]
 * @param filter [height, width, channels, multiplier]
 * @returns [N, height', width', channels · multiplier], the outputs of a channel next to each other
 * @throws ShapeError, OptionError
 * @throws DataError for a filter of another type than float32
 *
 * @example
 * ```ts
 * const images = ones([2, 28, 28, 8]);
 * depthwiseConv2d(images, ones([3, 3, 8, 2]), { padding: 'same' }).shape; // [2, 28, 28, 16]
 * ```
 */
export function depthwiseConv2d(x: Tensor, filter: Tensor, options: ConvolutionOptions = {}): Tensor4D {
  checkOptions('depthwiseConv2d', options, OPTIONS);
  return runOperation(NeutypeDepthwiseConv2d, { x, filter }, convolutionAttrs(options)).y as Tensor4D;
}
