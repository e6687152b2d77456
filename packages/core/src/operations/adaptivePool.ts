import {
  add,
  cast,
  concat,
  div,
  equal,
  fill,
  max,
  mean,
  mul,
  pad,
  slice,
  sum,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { computeOperation } from './computeOperation.js';
import type { NoAttrs, Operation } from './operation.js';
import { avgPool, maxPool } from './pool.js';
import { runOperation } from './runOperation.js';
import { pair } from './window.js';

/** Rows and columns of the output. */
export interface AdaptivePoolAttrs {
  readonly outHeight: number;
  readonly outWidth: number;
}

/** Rows and columns of the image that was pooled. */
export interface AdaptiveAvgPoolGradAttrs {
  readonly height: number;
  readonly width: number;
}

const IMAGE = ['N', 'height', 'width', 'channels'];
const POOLED = ['N', 'outHeight', 'outWidth', 'channels'];
const LENGTHS = { N: 1, height: 5, width: 4, outHeight: 3, outWidth: 3, channels: 2 };

export const NeutypeAdaptiveAvgPool: Operation<{ x: Tensor }, 'y', AdaptivePoolAttrs> = {
  name: 'adaptiveAvgPool',
  kernel: 'NeutypeAdaptiveAvgPool',
  inputs: { x: { shape: IMAGE } },
  outputs: { y: POOLED },
  examples: [{ outHeight: 3, outWidth: 3 }],
  lengths: LENGTHS,
  compose({ x }, { outHeight, outWidth }) {
    return { y: pooled(pooled(x, 1, outHeight, mean), 2, outWidth, mean) };
  },
  gradient: {
    saves: ['x'],
    take(dy, { x }) {
      const [, height, width] = x.shape as [number, number, number, number];
      return { x: () => computeOperation(NeutypeAdaptiveAvgPoolGrad, { dy }, { height, width }).dx };
    },
  },
};

/** dy of each output, divided by the number of pixels in its window, to each of them. */
export const NeutypeAdaptiveAvgPoolGrad: Operation<{ dy: Tensor }, 'dx', AdaptiveAvgPoolGradAttrs> = {
  name: 'adaptiveAvgPoolGrad',
  kernel: 'NeutypeAdaptiveAvgPoolGrad',
  inputs: { dy: { shape: POOLED } },
  outputs: { dx: IMAGE },
  examples: [{ height: 5, width: 4 }],
  lengths: LENGTHS,
  compose({ dy }, { height, width }) {
    const [, outHeight, outWidth] = dy.shape as [number, number, number, number];
    const rows = spread(dy, 1, windows(height, outHeight), height);
    return { dx: spread(rows, 2, windows(width, outWidth), width) };
  },
};

export const NeutypeAdaptiveMaxPool: Operation<{ x: Tensor }, 'y', AdaptivePoolAttrs> = {
  name: 'adaptiveMaxPool',
  kernel: 'NeutypeAdaptiveMaxPool',
  inputs: { x: { shape: IMAGE } },
  outputs: { y: POOLED },
  examples: [{ outHeight: 3, outWidth: 3 }],
  lengths: LENGTHS,
  compose({ x }, { outHeight, outWidth }) {
    return { y: pooled(pooled(x, 1, outHeight, max), 2, outWidth, max) };
  },
  gradient: {
    saves: ['x'],
    take: (dy, { x }) => ({ x: () => computeOperation(NeutypeAdaptiveMaxPoolGrad, { dy, x }, {}).dx }),
  },
};

/** dy of each output to where the largest of its window was. */
export const NeutypeAdaptiveMaxPoolGrad: Operation<{ dy: Tensor; x: Tensor }, 'dx', NoAttrs> = {
  name: 'adaptiveMaxPoolGrad',
  kernel: 'NeutypeAdaptiveMaxPoolGrad',
  inputs: { dy: { shape: POOLED }, x: { shape: IMAGE } },
  outputs: { dx: IMAGE },
  examples: [{}],
  lengths: LENGTHS,
  compose({ dy, x }) {
    const [, height, width] = x.shape as [number, number, number, number];
    const [, outHeight, outWidth] = dy.shape as [number, number, number, number];
    const parts = windows(height, outHeight).flatMap((rows, row) =>
      windows(width, outWidth).map((columns, column) => {
        const pixels = along(along(x, 1, rows), 2, columns);
        const largest = cast(equal(pixels, max(pixels, [1, 2], true)), 'float32');
        const gradient = along(along(dy, 1, [row, row + 1]), 2, [column, column + 1]);
        const shared = mul(largest, div(gradient, sum(largest, [1, 2], true)));
        return pad(shared, [
          [0, 0],
          [rows[0], height - rows[1]],
          [columns[0], width - columns[1]],
          [0, 0],
        ]);
      }),
    );
    return { dx: parts.reduce((total, part) => add(total, part)) };
  },
};

/** From one pixel up to another. */
type Window = readonly [from: number, to: number];

/** `count` windows that share out `length` pixels; they overlap where these do not divide. */
function windows(length: number, count: number): Window[] {
  return Array.from({ length: count }, (_, index) => [
    Math.floor((index * length) / count),
    Math.ceil(((index + 1) * length) / count),
  ]);
}

/** Reduces each of `count` windows along an axis to one pixel. */
function pooled(x: Tensor, axis: 1 | 2, count: number, reduce: typeof mean | typeof max): Tensor {
  const pixels = windows(x.shape[axis] as number, count).map((window) =>
    reduce(along(x, axis, window), axis, true),
  );
  return concat(pixels, axis);
}

/** Each mean's gradient to all pixels of its window along an axis. */
function spread(dy: Tensor, axis: 1 | 2, all: readonly Window[], length: number): Tensor {
  const parts = all.map(([from, to], index) => {
    const shape = [1, 1, 1, 1];
    shape[axis] = to - from;
    const gradient = mul(along(dy, axis, [index, index + 1]), fill(shape, 1 / (to - from)));
    const around: [number, number][] = [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ];
    around[axis] = [from, length - to];
    return pad(gradient, around);
  });
  return parts.reduce((total, part) => add(total, part));
}

function along(x: Tensor, axis: 1 | 2, [from, to]: Window): Tensor {
  const begin = [0, 0, 0, 0];
  const size = [...x.shape];
  begin[axis] = from;
  size[axis] = to - from;
  return slice(x, begin, size);
}

/**
 * The means of so many windows that share the image out among them; they overlap where it does not divide.
 *
 * Window i of n over a length L goes from ⌊i · L / n⌋ up to ⌈(i + 1) · L / n⌉, as with PyTorch.
 *
 * @param x [N, height, width, channels]
 * @param size rows and columns of the output, one number for both
 * @throws ShapeError
 *
 * @example
 * ```ts
 * adaptiveAvgPool(ones([2, 10, 7, 8]), 3).shape; // [2, 3, 3, 8]
 * ```
 */
export function adaptiveAvgPool(x: Tensor, size: number | readonly [number, number]): Tensor4D {
  return adaptivePool(NeutypeAdaptiveAvgPool, avgPool, x, size);
}

/**
 * The largest values of such windows.
 *
 * @param x [N, height, width, channels]
 * @param size rows and columns of the output, one number for both
 * @throws ShapeError
 *
 * @example
 * ```ts
 * adaptiveMaxPool(ones([2, 10, 7, 8]), 3).shape; // [2, 3, 3, 8]
 * ```
 */
export function adaptiveMaxPool(x: Tensor, size: number | readonly [number, number]): Tensor4D {
  return adaptivePool(NeutypeAdaptiveMaxPool, maxPool, x, size);
}

/** Windows that are all of one size are ordinary ones, which every backend has a kernel for. */
function adaptivePool(
  operation: typeof NeutypeAdaptiveAvgPool,
  plain: typeof avgPool,
  x: Tensor,
  size: number | readonly [number, number],
): Tensor4D {
  const [outHeight, outWidth] = pair(size);
  const [, height = 0, width = 0] = x.shape;
  const isPlain = x.rank === 4 && height % outHeight === 0 && width % outWidth === 0;
  if (isPlain) return plain(x, { size: [height / outHeight, width / outWidth] });
  return runOperation(operation, { x }, { outHeight, outWidth }).y as Tensor4D;
}
