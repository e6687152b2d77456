import { type ArrayInput, isNdArray, type NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { PlotError } from '../plotError.js';

/** Whatever holds numbers in a row: an array or a typed array. */
export type NumberList = ArrayLike<number>;

/** Whatever has `data` and a `shape`: an `NdArray` of `@neutype/ndarray`, or a plain object. */
export interface ShapedArray {
  readonly data: NumberList;
  readonly shape: readonly number[];
}

/** Nested lists or a shaped array of two dimensions. */
export type MatrixLike = ShapedArray | ArrayLike<NumberList>;

export interface Matrix {
  readonly data: NumberList;
  readonly rows: number;
  readonly columns: number;
}

export function isShaped(value: unknown): value is ShapedArray {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;
}

/** An array in any of its forms, checked; numbers of plain arrays keep all their digits. */
export function readArray(where: string, values: unknown): NdArray<TypedArray> {
  if (!isShaped(values) || isNdArray(values)) return toNdArray(values as ArrayInput, where, 'float64');
  const { data } = toNdArray(values.data as ArrayInput, `${where}, data`, 'float64');
  return toNdArray({ data, shape: values.shape } as NdArray<TypedArray>, where);
}

/** A shape for a message, as the descriptions write it. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** The values of a list, or of an array with one long side. */
export function toList(where: string, values: NumberList | ShapedArray, remedy?: string): NumberList {
  const { data, shape } = readArray(where, values);
  const longSides = shape.filter((side) => side !== 1).length;
  if (longSides <= 1) return data;
  throw new PlotError({
    where,
    expected: 'one dimension',
    received: `the shape ${shapeText(shape)}`,
    ...(remedy !== undefined && { remedy }),
  });
}

/** Two dimensions, whatever form they came in. */
export function toMatrix(where: string, values: MatrixLike | NumberList): Matrix {
  const { data, shape } = readArray(where, values);
  const [rows = 0, columns = 0] = shape;
  if (shape.length === 2) return { data, rows, columns };
  throw new PlotError({
    where,
    expected: 'a matrix of the shape [rows, columns]',
    received: shape.length === 1 ? `a flat list of ${rows} numbers` : `the shape ${shapeText(shape)}`,
    remedy: 'Nest the rows, or give it a shape: { data, shape: [rows, columns] }.',
  });
}
