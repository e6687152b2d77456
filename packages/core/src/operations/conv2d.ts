import { checkOptions, OptionError, optionNames, ShapeError } from '@neutype/errors';
import { formatShape } from '@neutype/ndarray';
import { add, reshape, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { runKernel } from '../runKernel.js';
import { activate, DEFAULT_LEAKY_RELU_ALPHA, EVERY_ACTIVATION, type FusedActivation } from './activation.js';
import {
  type ConvolutionAttrs,
  type ConvolutionOptions,
  convolutionAttrs,
  isDilated,
} from './convolutionGeometry.js';
import { NeutypeDepthwiseConv2d } from './depthwiseConv2d.js';
import { NeutypeGroupedConv2d } from './groupedConv2d.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export interface Conv2dOptions extends ConvolutionOptions {
  /**
   * Channels and filters are divided into so many groups, one behind the other; each group of filters sees its own
   * group of channels alone. 1 by default.
   */
  readonly groups?: number;
  readonly activation?: FusedActivation;
  /** The slope of `leakyrelu` below zero. */
  readonly alpha?: number;
}

const CONV2D_OPTIONS = optionNames<Conv2dOptions>({
  strides: true,
  padding: true,
  dilations: true,
  groups: true,
  activation: true,
  alpha: true,
});

interface Conv2dAttrs extends ConvolutionAttrs {
  readonly activation: FusedActivation;
  readonly alpha: number;
}

export const Conv2d: Operation<{ filter: Tensor; x: Tensor; bias: Tensor | undefined }, 'y', Conv2dAttrs> = {
  name: 'conv2d',
  kernel: 'FusedConv2D',
  inputs: {
    filter: { shape: ['filterHeight', 'filterWidth', 'channels', 'filters'] },
    x: { shape: ['N', 'height', 'width', 'channels'], converts: true },
    bias: { shape: ['filters'], optional: true },
  },
  outputs: { y: ['N', 'outputHeight', 'outputWidth', 'filters'] },
  examples: [
    ...EVERY_ACTIVATION.map(conv2dAttrs),
    conv2dAttrs({ activation: 'tanh', padding: 'same', strides: [1, 2] }),
    conv2dAttrs({ activation: 'sigmoid', dilations: 2 }),
  ],
  lengths: { N: 2, height: 5, width: 4, channels: 2, filterHeight: 3, filterWidth: 2, filters: 3 },
  differences: { step: 0.002, tolerance: 8e-3 },
  compose({ x, filter, bias }, { activation, alpha, ...window }) {
    const y = runKernel('Conv2D', { x, filter }, { ...window, dataFormat: 'NHWC' });
    return { y: activate(bias === undefined ? y : add(y, bias), activation, alpha) };
  },
  launch({ x, filter, bias }, { activation, alpha, ...window }) {
    // No backend's fused kernel knows tanh.
    const fused = activation === 'tanh' ? 'linear' : activation;
    const attrs = { ...window, dataFormat: 'NHWC', activation: fused, leakyreluAlpha: alpha };
    const y = runKernel('FusedConv2D', { x, filter, bias }, attrs);
    return { y: activation === 'tanh' ? activate(y, 'tanh') : y };
  },
};

/**
 * activation(x * filter + bias): a two-dimensional convolution (cross-correlation, as every framework has it).
 *
 * @param x [N, height, width, channels]
 * @param filter [height, width, channels of a group, filters]
 * @param bias [filters], or none
 * @returns [N, height', width', filters]
 * @throws ShapeError, OptionError
 * @throws DataError for a filter or bias of another type than float32
 *
 * @example
 * ```ts
 * const images = ones([2, 28, 28, 1]);
 * const filter = ones([3, 3, 1, 8]);
 * conv2d(images, filter, undefined, { padding: 'same', activation: 'relu' }).shape; // [2, 28, 28, 8]
 * ```
 */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  bias?: Tensor | undefined,
  options: Conv2dOptions = {},
): Tensor4D {
  checkOptions('conv2d', options, CONV2D_OPTIONS);
  const { groups = 1 } = options;
  const attrs = conv2dAttrs(options);
  if (groups === 1 && !isDilated(attrs))
    return runOperation(Conv2d, { x, filter, bias }, attrs).y as Tensor4D;
  checkGroups(x, filter, groups);
  const { activation, alpha, ...sliding } = attrs;
  return tidy(() => {
    const y = inGroups(x, filter, sliding, groups);
    return activate(bias === undefined ? y : add(y, bias), activation, alpha) as Tensor4D;
  });
}

/** A group of a single channel is convolved depthwise. */
function inGroups(x: Tensor, filter: Tensor, attrs: ConvolutionAttrs, groups: number): Tensor {
  const [height, width, channelsOfGroup, filters] = filter.shape as [number, number, number, number];
  if (groups === 1 || channelsOfGroup !== 1) {
    return runOperation(NeutypeGroupedConv2d, { x, filter }, { ...attrs, groups }).y;
  }
  const ofChannels = reshape(filter, [height, width, groups, filters / groups]);
  return runOperation(NeutypeDepthwiseConv2d, { x, filter: ofChannels }, attrs).y;
}

function checkGroups(x: Tensor, filter: Tensor, groups: number): void {
  if (!(Number.isInteger(groups) && groups >= 1)) {
    throw new OptionError({
      where: 'conv2d groups',
      expected: 'a whole number from 1',
      received: `${groups}`,
    });
  }
  const [, , channels, filters] = filter.shape;
  const fits =
    x.rank === 4 && filter.rank === 4 && channels! * groups === x.shape[3] && filters! % groups === 0;
  if (fits) return;
  throw new ShapeError({
    where: 'conv2d',
    expected: `images and filters of ${groups} groups, [N, height, width, ${groups} · c] and [height, width, c, ${groups} · f]`,
    received: `${formatShape(x.shape)} and ${formatShape(filter.shape)}`,
  });
}

function conv2dAttrs({
  activation = 'linear',
  alpha = DEFAULT_LEAKY_RELU_ALPHA,
  ...options
}: Conv2dOptions): Conv2dAttrs {
  return { ...convolutionAttrs(options), activation, alpha };
}
