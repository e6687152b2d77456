import type { Tensor4D } from '@tensorflow/tfjs-core';
import { runKernel } from '../runKernel.js';
import { kernelPadding, pair, type WindowOptions } from './window.js';

export interface PoolOptions extends WindowOptions {
  /** The window, one number or [height, width]. */
  readonly size: number | readonly [number, number];
}

/**
 * The largest value of each window.
 *
 * @param x [N, height, width, channels]
 * @param options `strides` defaults to `size`
 */
export function maxPool(x: Tensor4D, options: PoolOptions): Tensor4D {
  return runKernel<Tensor4D>('MaxPool', { x }, attributes(options));
}

/**
 * The mean of each window; padding does not count.
 *
 * @param x [N, height, width, channels]
 * @param options `strides` defaults to `size`
 */
export function avgPool(x: Tensor4D, options: PoolOptions): Tensor4D {
  return runKernel<Tensor4D>('AvgPool', { x }, attributes(options));
}

function attributes({ size, strides = size, padding = 'valid' }: PoolOptions): object {
  return { filterSize: pair(size), strides: pair(strides), pad: kernelPadding(padding) };
}
