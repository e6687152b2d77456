import { DataError, ShapeError } from '@neutype/errors';
import { type ArrayInput, formatShape, type NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { readColumn } from './columns.js';

/** One probability for each sample, or one for each sample and class. */
export type Probabilities = ArrayLike<number> | ArrayLike<ArrayLike<number>> | NdArray<TypedArray>;

/** Probabilities for each sample and class, checked. */
export interface ProbabilityRows {
  readonly count: number;
  /** How many classes there are; two where there is one probability a sample. */
  readonly columns: number;
  /** Whether there is one probability a sample. */
  readonly isOneColumn: boolean;
  /** The distance from 0 and 1 that probabilities are kept at before their logarithm is taken. */
  readonly epsilon: number;
  at(row: number, column: number): number;
}

/** How far a row's sum may be from 1: float32 rounding over many classes is well within, logits are not. */
const SUM_TOLERANCE = 1e-3;

const FLOAT32_EPSILON = 2 ** -23;

/** Reads both forms; a single probability is that of the second of two classes. */
export function readProbabilities(where: string, predicted: Probabilities): ProbabilityRows {
  const place = `${where}, predicted`;
  const { data, count, width, isSingle } = flatten(place, predicted);
  checkRange(place, data, width);
  const epsilon = isSingle ? FLOAT32_EPSILON : Number.EPSILON;
  if (width === 1) {
    const at = (row: number, column: number) => (column === 1 ? data[row]! : 1 - data[row]!);
    return { count, columns: 2, isOneColumn: true, epsilon, at };
  }
  checkSums(place, data, count, width);
  return {
    count,
    columns: width,
    isOneColumn: false,
    epsilon,
    at: (row, column) => data[row * width + column]!,
  };
}

/**
 * Reads one probability for each sample.
 *
 * @throws DataError for numbers outside 0 to 1; ShapeError for more than one column
 */
export function readProbabilityColumn(where: string, predicted: ArrayInput): TypedArray {
  const probabilities = readColumn(
    `${where}, predicted`,
    predicted,
    'Take the column of the positive class.',
  );
  checkRange(`${where}, predicted`, probabilities, 1);
  return probabilities;
}

interface Flat {
  readonly data: ArrayLike<number>;
  readonly count: number;
  readonly width: number;
  readonly isSingle: boolean;
}

function flatten(where: string, predicted: Probabilities): Flat {
  const array = toNdArray(predicted as ArrayInput, where, 'float64');
  if (array.rank === 1 || array.rank === 2) {
    const isSingle = array.dtype === 'float32';
    return { data: array.data, count: array.length, width: array.shape[1] ?? 1, isSingle };
  }
  throw new ShapeError({
    where,
    expected: 'the shape [samples] or [samples, classes]',
    received: formatShape(array.shape),
  });
}

function checkRange(where: string, data: ArrayLike<number>, width: number): void {
  for (let index = 0; index < data.length; index++) {
    const value = data[index]!;
    if (!(value >= 0 && value <= 1)) {
      const place =
        width === 1 ? `sample ${index}` : `sample ${Math.floor(index / width)}, class ${index % width}`;
      throw new DataError({
        where,
        expected: 'probabilities between 0 and 1',
        received: `${value} for ${place}`,
      });
    }
  }
}

/** Refuses rows that do not add up to 1, within float32 rounding. */
export function checkSums(where: string, data: ArrayLike<number>, count: number, width: number): void {
  for (let row = 0; row < count; row++) {
    let sum = 0;
    for (let column = 0; column < width; column++) sum += data[row * width + column]!;
    if (Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    throw new DataError({
      where,
      expected: 'probabilities that add up to 1',
      received: `a sum of ${sum} for sample ${row}`,
    });
  }
}
