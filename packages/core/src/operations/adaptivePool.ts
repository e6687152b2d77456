import {
  add,
  cast,
  concat,
  div,
  equal,
  matMul,
  max,
  mul,
  pad,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor4D,
  tensor3d,
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
    const [, height, width] = x.shape as [number, number, number, number];
    return { y: mixPixels(x, shares(height, outHeight), shares(width, outWidth)) };
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
    const rows = transposed(shares(height, outHeight));
    return { dx: mixPixels(dy, rows, transposed(shares(width, outWidth))) };
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
    const [, height, width] = x.shape as [number, number, number, number];
    const rows = windows(height, outHeight).map((window) => max(along(x, 1, window), 1, true));
    const image = concat(rows, 1);
    const columns = windows(width, outWidth).map((window) => max(along(image, 2, window), 2, true));
    return { y: concat(columns, 2) };
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
        const spread = mul(largest, div(gradient, sum(largest, [1, 2], true)));
        return pad(spread, [
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

/** A row for each window: how much each pixel adds to its mean. */
function shares(length: number, count: number): number[][] {
  return windows(length, count).map(([from, to]) =>
    Array.from({ length }, (_, pixel) => (pixel >= from && pixel < to ? 1 / (to - from) : 0)),
  );
}

function transposed(matrix: readonly (readonly number[])[]): number[][] {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}

/** Each row and column of the result a sum of those of the image, by the factors in a row of the matrices. */
function mixPixels(x: Tensor, rows: number[][], columns: number[][]): Tensor {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const lines = reshape(x, [count * height, width, channels]);
  const narrow = matMul(tensor3d([columns]), lines);
  const images = reshape(narrow, [count, height, columns.length * channels]);
  const mixed = matMul(tensor3d([rows]), images);
  return reshape(mixed, [count, rows.length, columns.length, channels]);
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
