import type { IndexRange } from '@neutype/core';
import { DataError, ShapeError } from '@neutype/errors';
import {
  type ArrayInput,
  checkFloat32,
  checkIndices,
  formatShape,
  lastAxisFirst,
  sameShape,
  sizeOf,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';
import { formatBatchShape, type Shape } from './shape.js';

/** Samples in row-major order, one after another. */
export interface Samples {
  readonly data: TypedArray;
  /** Number of samples. */
  readonly count: number;
  /** Values of one sample. */
  readonly size: number;
}

/**
 * Reads samples of a shape: `[n, ...shape]`, a single one `[...shape]`, or a list of numbers where a sample is one number.
 *
 * @param where what takes them, for messages
 * @param indices what they must be where they are numbers of rows
 * @throws ShapeError, DataError for anything else, and for NaN, infinity and what is beyond float32
 */
export function toSamples(x: ArrayInput, shape: Shape, where: string, indices?: IndexRange): Samples {
  const array = toNdArray(x, `${where}, x`);
  const { data, shape: given } = array;
  const size = sizeOf(shape);
  if (data.length === 0) {
    throw new DataError({
      where: `${where}, x`,
      expected: 'at least one sample',
      received: `an empty array of shape ${formatShape(given)}`,
    });
  }
  const isList = size === 1 && given.length === 1;
  if (isList || sameShape(given, shape) || sameShape(given.slice(1), shape)) {
    checkFloat32(array, `${where}, x`);
    if (indices) checkIndices(array, `${where}, x`, indices);
    return { data, count: data.length / size, size };
  }
  throw new ShapeError({
    where,
    expected: formatBatchShape(shape),
    received: formatShape(given),
    remedy: remedyFor(given, shape),
  });
}

function remedyFor(given: Shape, shape: Shape): string {
  const size = sizeOf(shape);
  if (given.length === 0) return 'Give an array of samples, [0.5] for example.';
  const isList = given.length === 1;
  const transposed = lastAxisFirst(given.slice(1), shape);
  if (transposed !== undefined) return transposed;
  if (isList ? sizeOf(given) % size === 0 : sizeOf(given.slice(1)) === size) {
    return `Reshape them: x.reshape(${[-1, ...shape].join(', ')}).`;
  }
  const samples = `Give samples of ${size} ${size === 1 ? 'value' : 'values'}`;
  if (isList) return `${samples}.`;
  const one = given.length === 2 ? given[1] : `[${given.slice(1).join(', ')}]`;
  return `${samples}, or begin the network with input(${one}).`;
}
