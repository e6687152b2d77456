import { checkOptions, optionNames } from '@neutype/errors';
import { add, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { runKernel } from '../runKernel.js';
import { activate, DEFAULT_LEAKY_RELU_ALPHA, EVERY_ACTIVATION, type FusedActivation } from './activation.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';
import { type KernelWindow, kernelPadding, pair, type WindowOptions } from './window.js';

export interface Conv2dOptions extends WindowOptions {
  /** Distance between a filter's taps, one number or [height, width]. */
  readonly dilations?: number | readonly [number, number];
  readonly activation?: FusedActivation;
  /** The slope of `leakyrelu` below zero. */
  readonly alpha?: number;
}

const CONV2D_OPTIONS = optionNames<Conv2dOptions>({
  strides: true,
  padding: true,
  dilations: true,
  activation: true,
  alpha: true,
});

interface Conv2dAttrs extends KernelWindow {
  readonly dilations: [number, number];
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
 * activation(x * filter + bias): a two-dimensional convolution (cross-correlation, as every framework has it), in one
 * kernel and with one gradient.
 *
 * @param x [N, height, width, channels]
 * @param filter [height, width, channels, filters]
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
  return runOperation(Conv2d, { x, filter, bias }, conv2dAttrs(options)).y as Tensor4D;
}

function conv2dAttrs(options: Conv2dOptions): Conv2dAttrs {
  const { strides = 1, padding = 'valid', dilations = 1, activation = 'linear', alpha } = options;
  return {
    strides: pair(strides),
    pad: kernelPadding(padding),
    dilations: pair(dilations),
    activation,
    alpha: alpha ?? DEFAULT_LEAKY_RELU_ALPHA,
  };
}
