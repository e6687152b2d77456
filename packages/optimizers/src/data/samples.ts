import { DataError } from '@neutype/core';
import {
  formatShape,
  isNdArray,
  type NdArray,
  type NestedNumbers,
  ndarray,
  type TypedArray,
} from '@neutype/ndarray';

/** What training and prediction take: an `NdArray` of any dtype, plain nested arrays, or a typed array. */
export type ArrayInput = NdArray<TypedArray> | TypedArray | NestedNumbers;

/** Samples laid out one behind the other. Large arrays are looked at, not copied. */
export interface Samples {
  readonly data: TypedArray;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Number of samples. */
  readonly count: number;
  /** Values of one sample. */
  readonly size: number;
}

/** Reads an argument, called `where` in messages, as samples along its first dimension. */
export const toSamples = (value: ArrayInput, where: string): Samples => {
  const { data, shape } = toNdArray(value, where);
  const [count = 0, ...sampleShape] = shape;
  if (data.length > 0) return { data, shape: sampleShape, count, size: data.length / count };
  throw new DataError({
    where,
    expected: 'at least one sample',
    received: `an empty array of shape ${formatShape(shape)}`,
    remedy: 'Look at how the data was loaded or sliced.',
  });
};

/** The shape of all samples together, for messages. */
export const formatSamples = ({ count, shape }: Samples): string => formatShape([count, ...shape]);

const toNdArray = (value: ArrayInput, where: string): NdArray<TypedArray> => {
  if (isNdArray(value)) return value;
  if (ArrayBuffer.isView(value)) return ndarray(value);
  if (Array.isArray(value)) return ndarray(value);
  throw new DataError({
    where,
    expected: 'an NdArray, nested arrays of numbers or a typed array',
    received: value === null ? 'null' : typeof value,
    remedy: 'Give ndarray(values, shape), or nested arrays with one row a sample.',
  });
};
