import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { activate, defaultLeakyReluAlpha } from './activation.js';

/** How a window slides over an image. */
export interface WindowOptions {
  /** Step between windows, one number or [height, width]. */
  readonly strides?: number | readonly [number, number];
  /** `valid` for none, `same` for as many outputs as inputs (per stride), or a number of pixels on each side. */
  readonly padding?: 'valid' | 'same' | number;
}

export interface Conv2dOptions extends WindowOptions {
  /** Distance between a filter's taps, one number or [height, width]. */
  readonly dilations?: number | readonly [number, number];
  readonly activation?: FusedActivation;
  /** The slope of `leakyrelu` below zero. */
  readonly alpha?: number;
}

/**
 * activation(x * filter + bias): a two-dimensional convolution (cross-correlation, as every framework has it), in one
 * kernel and with one gradient.
 *
 * @param x [N, height, width, channels]
 * @param filter [height, width, channels, filters]
 * @param bias [filters], or none
 * @returns [N, height', width', filters]
 */
export function conv2d(
  x: Tensor4D,
  filter: Tensor4D,
  bias?: Tensor1D | undefined,
  options: Conv2dOptions = {},
): Tensor4D {
  const { strides = 1, padding = 'valid', dilations = 1, activation = 'linear', alpha } = options;
  if (activation === 'tanh')
    return activate(conv2d(x, filter, bias, { strides, padding, dilations }), 'tanh');
  return runKernel<Tensor4D>(
    'FusedConv2D',
    { x, filter, bias },
    {
      strides: pair(strides),
      pad: padding,
      dataFormat: 'NHWC',
      dilations: pair(dilations),
      activation,
      leakyreluAlpha: alpha ?? defaultLeakyReluAlpha,
    },
  );
}

/** One number for both directions, or one for each. */
export function pair(value: number | readonly [number, number]): [number, number] {
  return typeof value === 'number' ? [value, value] : [value[0], value[1]];
}
