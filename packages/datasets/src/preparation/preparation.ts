import { DataError, ShapeError } from '@neutype/errors';
import {
  formatShape,
  isNdArray,
  type NdArray,
  type NestedNumbers,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';

/** A fitted preparation as plain data. Each feature becomes `(x − shift) · factor`. */
export interface PreparationDescription {
  /** The function that learned it. */
  readonly method: PreparationMethod;
  /** A number for each feature. */
  readonly shift: Float64Array;
  /** A number other than 0 for each feature. */
  readonly factor: Float64Array;
}

/** A function that learns a preparation. */
export type PreparationMethod = 'featureMean' | 'minMaxScaler' | 'standardScaler';

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
  /** All that it has learned, from which `preparationFrom` makes it again. */
  readonly description: PreparationDescription;
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
    expected: 'rows of features, shape [n, …] with n from 1',
    received: formatShape(shape),
  });
}

/**
 * Changes rows in place. Of nested arrays, a copy that becomes float32 only when it is prepared: what tells seconds since
 * 1970 from each other is beyond float32's digits, and within them once the mean is subtracted.
 *
 * @throws DataError for integers, for infinite numbers, and for results of nested arrays that float32 cannot hold
 */
export function prepare<X extends RowsToPrepare>(
  x: X,
  where: string,
  change: (rows: NdArray<Float32Array>) => void,
): Prepared<X> {
  const rows = rowsInPlace(x, where);
  change(rows);
  return (Array.isArray(x) ? asFloat32(rows, where) : rows) as Prepared<X>;
}

function rowsInPlace(x: RowsToPrepare, where: string): NdArray<Float32Array> {
  const rows = toNdArray(x, where, 'float64');
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

function asFloat32(rows: NdArray<TypedArray>, where: string): NdArray<Float32Array> {
  const single = rows.toFloat32();
  const beyond = single.data.findIndex((value) => value === Infinity || value === -Infinity);
  if (beyond === -1) return single;
  throw new DataError({
    where,
    expected: 'results within float32, up to 3.4e38',
    received: `${rows.data[beyond]} ${placeIn(rows, beyond)}`,
  });
}

/** Refuses what would make every number beside it 0 or NaN. NaN itself counts as missing. */
export function checkNotInfinite(rows: NdArray<TypedArray>, where: string): void {
  const { data, dtype } = rows;
  if (!dtype.startsWith('float')) return;
  for (let at = 0; at < data.length; at++) {
    if (data[at] !== Infinity && data[at] !== -Infinity) continue;
    throw new DataError({
      where,
      expected: 'finite numbers, or NaN for missing ones',
      received: `${data[at]} ${placeIn(rows, at)}`,
    });
  }
}

function placeIn({ size, length }: NdArray<TypedArray>, at: number): string {
  const features = size / length;
  return `in row ${Math.floor(at / features)}, feature ${at % features}`;
}

/** A preparation that shifts and scales every column. */
export function columnScaling(description: PreparationDescription): FittedPreparation {
  const { factor, method, shift } = description;
  function all(place: string, change: typeof scaleColumns) {
    return <X extends RowsToPrepare>(x: X): Prepared<X> =>
      prepare(x, place, (rows) => {
        checkFeatures(rows, shift.length, place);
        change(rows.data, shift, factor);
      });
  }
  return {
    description,
    apply: all(`${method}.apply`, scaleColumns),
    invert: all(`${method}.invert`, unscaleColumns),
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
