import { DataError, ShapeError } from '@neutype/errors';
import {
  formatShape,
  isNdArray,
  type NdArray,
  type NestedNumbers,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';

/** Rows that can be changed in place, or nested arrays of numbers, of which a new array is made. */
export type RowsToPrepare = NdArray<Float32Array> | NdArray<Float64Array> | NestedNumbers;

/** The array that was given, or a new one for nested arrays. */
export type Prepared<X extends RowsToPrepare> = X extends NestedNumbers ? NdArray<Float32Array> : X;

/**
 * A preparation with numbers that were learned from training data, to be applied to any data of the same features. It
 * works in place: `apply` changes the array it is given, and returns it. Of nested arrays it makes a new one. NaN stays
 * NaN.
 */
export interface FittedPreparation {
  /**
   * Prepares rows in place.
   *
   * @throws ShapeError for another number of features than fitted on; DataError for integers, which cannot hold the
   *   result, and for infinite numbers
   */
  apply<X extends RowsToPrepare>(x: X): Prepared<X>;
  /** Undoes it, in place; otherwise as `apply`. */
  invert<X extends RowsToPrepare>(x: X): Prepared<X>;
}

/**
 * How many features a row has: the product of all dimensions but the first.
 *
 * @throws ShapeError where there are no rows of features
 */
export function featuresOf({ shape, size }: NdArray<TypedArray>, where: string): number {
  if (shape.length >= 2 && size > 0) return size / shape[0]!;
  throw new ShapeError({
    where,
    expected: 'rows of features, shape (n, …) with n from 1',
    received: formatShape(shape),
  });
}

/**
 * Rows that can be changed in place.
 *
 * @throws DataError for integers and for infinite numbers
 */
export function rowsInPlace(x: RowsToPrepare, where: string): NdArray<Float32Array> {
  const rows = toNdArray(x, where);
  if (!rows.dtype.startsWith('float')) {
    throw new DataError({
      where,
      expected: 'an array of float32 or float64, which is changed in place',
      received: `one of ${rows.dtype}`,
      remedy: isNdArray(x) ? 'Take x.toFloat32().' : 'Take ndarray(x, shape).toFloat32().',
    });
  }
  checkNotInfinite(rows, where);
  // A float64 array is only read and written, which it has in common with this type.
  return rows as NdArray<Float32Array>;
}

/** Refuses what would make every number beside it 0 or NaN. NaN itself counts as missing. */
export function checkNotInfinite({ data, dtype, shape }: NdArray<TypedArray>, where: string): void {
  if (!dtype.startsWith('float')) return;
  for (let at = 0; at < data.length; at++) {
    if (data[at] !== Infinity && data[at] !== -Infinity) continue;
    const features = data.length / shape[0]!;
    throw new DataError({
      where,
      expected: 'finite numbers, or NaN for missing ones',
      received: `${data[at]} in row ${Math.floor(at / features)}, feature ${at % features}`,
    });
  }
}

/** A preparation that shifts and scales every column. */
export function columnScaling(shift: Float64Array, factor: Float64Array, where: string): FittedPreparation {
  const checked = (x: RowsToPrepare, place: string): NdArray<Float32Array> => {
    const rows = rowsInPlace(x, place);
    checkFeatures(rows, shift.length, place);
    return rows;
  };
  return {
    apply: <X extends RowsToPrepare>(x: X) => {
      const rows = checked(x, `${where}.apply`);
      scaleColumns(rows.data, shift, factor);
      return rows as Prepared<X>;
    },
    invert: <X extends RowsToPrepare>(x: X) => {
      const rows = checked(x, `${where}.invert`);
      unscaleColumns(rows.data, shift, factor);
      return rows as Prepared<X>;
    },
  };
}

/** x ← (x - shift) * factor, column by column, in place. */
function scaleColumns(data: Float32Array, shift: Float64Array, factor: Float64Array): void {
  const features = shift.length;
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      data[start + column] = (data[start + column]! - shift[column]!) * factor[column]!;
    }
  }
}

/** x ← x / factor + shift, column by column, in place. */
function unscaleColumns(data: Float32Array, shift: Float64Array, factor: Float64Array): void {
  const features = shift.length;
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      data[start + column] = data[start + column]! / factor[column]! + shift[column]!;
    }
  }
}

function checkFeatures({ shape, size }: NdArray<TypedArray>, features: number, where: string): void {
  const given = shape.length < 2 ? undefined : size / shape[0]!;
  if (given === features || shape[0] === 0) return;
  throw new ShapeError({
    where,
    expected: `rows of the ${features} features that it was fitted on`,
    received: `the shape ${formatShape(shape)}`,
  });
}
