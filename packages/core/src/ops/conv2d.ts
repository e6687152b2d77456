import { checkOptions, optionNames } from '@neutype/errors';
import { cast, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { assertShape } from '../shape.js';
import { activate, defaultLeakyReluAlpha } from './activation.js';
import { kernelPadding, pair, type WindowOptions } from './window.js';

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

/**
 * activation(x * filter + bias): a two-dimensional convolution (cross-correlation, as every framework has it), in one
 * kernel and with one gradient.
 *
 * @param x [N, height, width, channels]
 * @param filter [height, width, channels, filters]
 * @param bias [filters], or none
 * @returns [N, height', width', filters]
 * @throws ShapeError, OptionError
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
  const { strides = 1, padding = 'valid', dilations = 1, activation = 'linear', alpha } = options;
  assertShape('conv2d, filter', filter.shape, [null, null, null, null]);
  assertShape('conv2d, x', x.shape, [null, null, null, filter.shape[2]!]);
  if (bias !== undefined) assertShape('conv2d, bias', bias.shape, [filter.shape[3]!]);
  if (x.dtype !== 'float32') return tidy(() => conv2d(cast(x, 'float32'), filter, bias, options));
  if (activation === 'tanh') {
    return tidy(() => activate(conv2d(x, filter, bias, { strides, padding, dilations }), 'tanh'));
  }
  return runKernel<Tensor4D>(
    'FusedConv2D',
    { x, filter, bias },
    {
      strides: pair(strides),
      pad: kernelPadding(padding),
      dataFormat: 'NHWC',
      dilations: pair(dilations),
      activation,
      leakyreluAlpha: alpha ?? defaultLeakyReluAlpha,
    },
  );
}
