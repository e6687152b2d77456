import { NdArray, type TypedArray } from '@neutype/ndarray';
import { isColumn } from '../support/rows.js';

/** Class indices: a plain array, a typed array, or an NdArray of shape [n] or [n, 1]. */
export type ClassIndices = ArrayLike<number> | NdArray<TypedArray>;

/**
 * One row per label, with 1 at the label's index and 0 elsewhere.
 *
 * @param labels n integers from 0 up
 * @param options.classes how many columns; by default one more than the largest label
 * @returns float32 of shape [n, classes]
 * @throws RangeError for a label that is not an integer from 0 to `classes - 1`, or where there are no labels and
 *   `classes` is not given
 *
 * @example
 * ```ts
 * console.log(String(oneHot([1, 0, 2])));
 * // [[0. 1. 0.]
 * //  [1. 0. 0.]
 * //  [0. 0. 1.]]
 * ```
 */
export function oneHot(labels: ClassIndices, options: { classes?: number } = {}): NdArray<Float32Array> {
  const indices = flatLabels(labels, 'oneHot');
  const classes = options.classes ?? countClasses(indices);
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`oneHot: classes must be an integer from 1 up, got ${classes}.`);
  }
  const rows = new Float32Array(indices.length * classes);
  for (let row = 0; row < indices.length; row++) {
    const label = indices[row]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(
        `oneHot: label ${label} at index ${row} is not an integer from 0 to ${classes - 1}. ` +
          'Other labels can be numbered with labelEncoder().',
      );
    }
    rows[row * classes + label] = 1;
  }
  return new NdArray(rows, [indices.length, classes]);
}

/**
 * The labels behind one-hot rows: the inverse of {@link oneHot}.
 *
 * @param rows shape [n, classes], every row with one 1 and otherwise 0
 * @returns int32 of shape [n]
 * @throws RangeError for a row that is not one-hot; for probabilities use `argmax(1)`
 *
 * @example
 * ```ts
 * console.log(String(fromOneHot(oneHot([1, 0, 2])))); // [1 0 2]
 * ```
 */
export function fromOneHot(rows: NdArray<TypedArray>): NdArray<Int32Array> {
  const [count, classes] = rows.shape;
  if (rows.rank !== 2 || count === undefined || classes === undefined) {
    throw new RangeError(`fromOneHot: expected the shape [n, classes], got [${rows.shape.join(', ')}].`);
  }
  const labels = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    labels[row] = hotIndex(rows.data, row, classes);
  }
  return new NdArray(labels, [count]);
}

function hotIndex(data: TypedArray, row: number, classes: number): number {
  let hot = -1;
  for (let column = 0; column < classes; column++) {
    const value = data[row * classes + column]!;
    if (value === 0) continue;
    if (value !== 1 || hot !== -1) throw notOneHot(row, data.subarray(row * classes, (row + 1) * classes));
    hot = column;
  }
  if (hot === -1) throw notOneHot(row, data.subarray(row * classes, (row + 1) * classes));
  return hot;
}

function notOneHot(row: number, values: TypedArray): RangeError {
  return new RangeError(
    `fromOneHot: row ${row} is not one-hot, expected one 1 and otherwise 0, got [${Array.from(values).join(', ')}]. ` +
      'For probabilities use argmax(1).',
  );
}

/** Labels as a flat array, whatever they came in. */
export function flatLabels(labels: ClassIndices, where: string): ArrayLike<number> {
  if (!('data' in labels)) return labels;
  if (!isColumn(labels)) {
    throw new RangeError(`${where}: expected labels of shape [n], got [${labels.shape.join(', ')}].`);
  }
  return labels.data;
}

function countClasses(labels: ArrayLike<number>): number {
  if (labels.length === 0) throw new RangeError('oneHot: there are no labels; give the number of classes.');
  let largest = 0;
  for (let index = 0; index < labels.length; index++) largest = Math.max(largest, labels[index]!);
  // A label that is not an integer is reported with its index by oneHot itself.
  return Number.isNaN(largest) ? 1 : Math.floor(largest) + 1;
}
