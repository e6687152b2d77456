import type { NdArray, TypedArray } from '@neutype/ndarray';

/**
 * A preparation with numbers that were learned from training data, to be applied to any data of the same features. It
 * works in place: `apply` changes the array it is given, and returns it.
 */
export interface FittedPreparation {
  /** Prepares rows in place. */
  apply(x: NdArray<Float32Array>): NdArray<Float32Array>;
  /** Undoes it, in place. */
  invert(x: NdArray<Float32Array>): NdArray<Float32Array>;
}

/** How many features a row has: the product of all dimensions but the first. */
export function featuresOf(x: NdArray<TypedArray>, where: string): number {
  if (x.rank < 2 || x.length === 0) {
    throw new RangeError(
      `${where}: expected rows of features, shape [n, …] with n from 1 up, got [${x.shape.join(', ')}].`,
    );
  }
  return x.size / x.length;
}

/** Checks that data has as many features as the training data had. */
export function checkFeatures(x: NdArray<TypedArray>, features: number, where: string): void {
  if (x.rank < 2 || (x.length > 0 && x.size / x.length !== features)) {
    throw new RangeError(
      `${where}: fitted on ${features} features a row, got an array of shape [${x.shape.join(', ')}].`,
    );
  }
}

/** x ← (x - shift) * factor, column by column, in place. */
export function scaleColumns(
  x: NdArray<Float32Array>,
  shift: Float64Array,
  factor: Float64Array,
): NdArray<Float32Array> {
  const { data } = x;
  const features = shift.length;
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      data[start + column] = (data[start + column]! - shift[column]!) * factor[column]!;
    }
  }
  return x;
}

/** x ← x / factor + shift, column by column, in place. */
export function unscaleColumns(
  x: NdArray<Float32Array>,
  shift: Float64Array,
  factor: Float64Array,
): NdArray<Float32Array> {
  const { data } = x;
  const features = shift.length;
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      data[start + column] = data[start + column]! / factor[column]! + shift[column]!;
    }
  }
  return x;
}

/** A preparation that shifts and scales every column. */
export function columnScaling(shift: Float64Array, factor: Float64Array, where: string): FittedPreparation {
  return {
    apply: (x) => {
      checkFeatures(x, shift.length, where);
      return scaleColumns(x, shift, factor);
    },
    invert: (x) => {
      checkFeatures(x, shift.length, where);
      return unscaleColumns(x, shift, factor);
    },
  };
}
