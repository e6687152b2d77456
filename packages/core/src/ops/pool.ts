import { checkOptions, optionNames } from '@neutype/errors';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { runKernel } from '../runKernel.js';
import { assertShape } from '../shape.js';
import { kernelPadding, pair, type WindowOptions } from './window.js';

export interface PoolOptions extends WindowOptions {
  /** The window, one number or [height, width]. */
  readonly size: number | readonly [number, number];
}

const POOL_OPTIONS = optionNames<PoolOptions>({ size: true, strides: true, padding: true });

/**
 * The largest value of each window.
 *
 * @param x [N, height, width, channels]
 * @param options `strides` defaults to `size`
 * @throws ShapeError, OptionError
 *
 * @example
 * ```ts
 * maxPool(ones([2, 28, 28, 8]), { size: 2 }).shape; // [2, 14, 14, 8]
 * ```
 */
export function maxPool(x: Tensor, options: PoolOptions): Tensor4D {
  return pool('MaxPool', 'maxPool', x, options);
}

/**
 * The mean of each window; padding does not count.
 *
 * @param x [N, height, width, channels]
 * @param options `strides` defaults to `size`
 * @throws ShapeError, OptionError
 *
 * @example
 * ```ts
 * avgPool(ones([2, 28, 28, 8]), { size: 7, strides: 7 }).shape; // [2, 4, 4, 8]
 * ```
 */
export function avgPool(x: Tensor, options: PoolOptions): Tensor4D {
  return pool('AvgPool', 'avgPool', x, options);
}

function pool(kernel: string, name: string, x: Tensor, options: PoolOptions): Tensor4D {
  checkOptions(name, options, POOL_OPTIONS);
  const { size, strides = options.size, padding = 'valid' } = options;
  assertShape(`${name}, x`, x.shape, [null, null, null, null]);
  return runKernel<Tensor4D>(
    kernel,
    { x },
    { filterSize: pair(size), strides: pair(strides), pad: kernelPadding(padding) },
  );
}
