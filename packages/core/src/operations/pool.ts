import { checkOptions, optionNames } from '@neutype/errors';
import { div, fill, pad, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { backendName } from '../backends/active.js';
import { runKernel } from '../runKernel.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';
import { type KernelWindow, kernelPadding, pair, type WindowOptions } from './window.js';

export interface PoolOptions extends WindowOptions {
  /** The window, one number or [height, width]. */
  readonly size: number | readonly [number, number];
}

const POOL_OPTIONS = optionNames<PoolOptions>({ size: true, strides: true, padding: true });

interface PoolAttrs extends KernelWindow {
  readonly filterSize: [number, number];
}

type PoolOperation = Operation<{ x: Tensor }, 'y', PoolAttrs>;

export const MaxPool: PoolOperation = poolOperation('maxPool', 'MaxPool', {
  size: 3,
  strides: 1,
  padding: 'same',
});
export const AvgPool: PoolOperation = poolOperation('avgPool', 'AvgPool', { size: [2, 1] });

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
  return pool(MaxPool, x, options);
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
  return pool(AvgPool, x, options);
}

function pool(operation: PoolOperation, x: Tensor, options: PoolOptions): Tensor4D {
  checkOptions(operation.name, options, POOL_OPTIONS);
  const attrs = poolAttrs(options);
  // TensorFlow's own kernels know no other padding.
  const padsFirst = typeof attrs.pad !== 'string' && backendName() === 'tensorflow';
  return (
    padsFirst ? poolOfPadded(operation, x, attrs) : runOperation(operation, { x }, attrs).y
  ) as Tensor4D;
}

/** The same, of an image that is padded before. A mean is then divided by the share of its window that is image. */
function poolOfPadded(operation: PoolOperation, x: Tensor, attrs: PoolAttrs): Tensor {
  const sides = attrs.pad as [number, number][];
  const pooled = (image: Tensor, beside: number): Tensor =>
    runOperation(operation, { x: pad(image, sides, beside) }, { ...attrs, pad: 'valid' }).y;
  return tidy(() => {
    if (operation === MaxPool) return pooled(x, Number.NEGATIVE_INFINITY);
    return div(pooled(x, 0), pooled(fill([1, ...x.shape.slice(1, 3), 1], 1), 0));
  });
}

/** One kernel of tfjs's, which every backend has. */
function poolOperation(name: string, kernel: string, example: PoolOptions): PoolOperation {
  return {
    name,
    kernel,
    inputs: { x: { shape: ['N', 'height', 'width', 'channels'] } },
    outputs: { y: ['N', 'outputHeight', 'outputWidth', 'channels'] },
    examples: [poolAttrs(example)],
    lengths: { N: 1, height: 4, width: 4, channels: 2 },
    differences: { step: 0.002, tolerance: 5e-3 },
    compose: ({ x }, attrs) => ({ y: runKernel(kernel, { x }, attrs) }),
  };
}

function poolAttrs({ size, strides = size, padding = 'valid' }: PoolOptions): PoolAttrs {
  return { filterSize: pair(size), strides: pair(strides), pad: kernelPadding(padding) };
}
