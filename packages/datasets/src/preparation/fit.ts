import { DataError } from '@neutype/errors';
import { type ArrayInput, type NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { checkNotInfinite, featuresOf } from './preparation.js';

/** Training data, row by row. */
export interface TrainingRows {
  readonly data: TypedArray;
  readonly features: number;
}

/**
 * Data to learn from; nested arrays with all their digits.
 *
 * @throws ShapeError where there are no rows of features, DataError for what is no number and for infinite ones
 */
export function trainingRows(x: ArrayInput, where: string): TrainingRows {
  const rows: NdArray<TypedArray> = toNdArray(x, where, 'float64');
  const features = featuresOf(rows, where);
  checkNotInfinite(rows, where);
  return { data: rows.data, features };
}

/**
 * How many numbers each feature has, and their mean, summed in float64. NaN counts as missing.
 *
 * @throws DataError for a feature without any number
 */
export function columnMeans(
  { data, features }: TrainingRows,
  where: string,
): { counts: Float64Array; means: Float64Array } {
  const counts = new Float64Array(features);
  const sums = new Float64Array(features);
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) {
      const value = data[start + column]!;
      if (Number.isNaN(value)) continue;
      counts[column] = counts[column]! + 1;
      sums[column] = sums[column]! + value;
    }
  }
  checkKnown((column) => counts[column]! > 0, features, where);
  return { counts, means: sums.map((sum, column) => sum / counts[column]!) };
}

/** Refuses a feature of which nothing is known. */
export function checkKnown(isKnown: (column: number) => boolean, features: number, where: string): void {
  for (let column = 0; column < features; column++) {
    if (isKnown(column)) continue;
    throw new DataError({
      where,
      expected: 'a number in every feature',
      received: `NaN alone in feature ${column}`,
      remedy: 'Leave the feature out.',
    });
  }
}
