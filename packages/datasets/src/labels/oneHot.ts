import { checkCount, checkOptions, DataError, optionNames, ShapeError, shown } from '@neutype/errors';
import {
  type ArrayInput,
  dtypeOf,
  formatShape,
  isNdArray,
  NdArray,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';
import { type Need, room, tooLarge } from '../support/room.js';
import { isColumn } from '../support/rows.js';

/** Class indices: a plain array, a typed array, or an NdArray of shape [n] or [n, 1]. */
export type ClassIndices = readonly number[] | TypedArray | NdArray<TypedArray>;

export interface OneHotOptions {
  /** How many columns; by default one more than the largest label. */
  readonly classes?: number | undefined;
}

const OPTIONS = optionNames<OneHotOptions>({ classes: true });

/** A gibibyte of float32. Who means so many columns says how many. */
const MOST_VALUES = 2 ** 28;

/**
 * One row per label, with 1 at the label's index and 0 elsewhere.
 *
 * @param labels n integers from 0 up
 * @param options.classes how many columns; by default one more than the largest label
 * @returns float32 of shape [n, classes]
 * @throws DataError for a label that is not an integer from 0 to `classes - 1`, where there are no labels and `classes` is
 *   not given, and for labels that take more than a gibibyte while `classes` is not given; OptionError for options that
 *   cannot be
 *
 * @example
 * ```ts
 * console.log(String(oneHot([1, 0, 2])));
 * // [[0. 1. 0.]
 * //  [1. 0. 0.]
 * //  [0. 0. 1.]]
 * ```
 */
export function oneHot(labels: ClassIndices, options: OneHotOptions = {}): NdArray<Float32Array> {
  checkOptions('oneHot', options, OPTIONS);
  if (options.classes !== undefined) checkCount('oneHot, classes', options.classes);
  const indices = classIndices(labels, options.classes);
  const classes = options.classes ?? countClasses(indices);
  const rows = emptyRows(indices.length, classes, options.classes !== undefined);
  for (let row = 0; row < indices.length; row++) rows[row * classes + indices[row]!] = 1;
  return new NdArray(rows, [indices.length, classes]);
}

/**
 * The labels behind one-hot rows: the inverse of {@link oneHot}.
 *
 * @param rows shape [n, classes], every row with one 1 and otherwise 0
 * @returns int32 of shape [n]
 * @throws DataError for a row that is not one-hot; for probabilities use `argmax(1)`
 *
 * @example
 * ```ts
 * console.log(String(fromOneHot(oneHot([1, 0, 2])))); // [1 0 2]
 * ```
 */
export function fromOneHot(rows: ArrayInput): NdArray<Int32Array> {
  const { data, shape } = toNdArray(rows, 'fromOneHot');
  const [count, classes] = shape;
  if (shape.length !== 2 || count === undefined || classes === undefined) {
    throw new ShapeError({
      where: 'fromOneHot',
      expected: 'the shape [?, classes]',
      received: formatShape(shape),
    });
  }
  const labels = new Int32Array(count);
  for (let row = 0; row < count; row++) labels[row] = hotIndex(data, row, classes);
  return new NdArray(labels, [count]);
}

function hotIndex(data: TypedArray, row: number, classes: number): number {
  let hot = -1;
  for (let column = 0; column < classes; column++) {
    const value = data[row * classes + column]!;
    if (value === 0) continue;
    if (value !== 1 || hot !== -1) throw notOneHot(data, row, classes);
    hot = column;
  }
  if (hot === -1) throw notOneHot(data, row, classes);
  return hot;
}

function notOneHot(data: TypedArray, row: number, classes: number): DataError {
  const shortened = Array.from(data.subarray(row * classes, row * classes + Math.min(classes, 10)));
  return new DataError({
    where: `fromOneHot, row ${row}`,
    expected: 'one 1 and otherwise 0',
    received: `[${shortened.join(', ')}${classes > 10 ? ', …' : ''}]`,
    remedy: 'For probabilities use argmax(1).',
  });
}

/** @throws DataError for what is not an integer from 0 up, or to `classes - 1` where that is known */
function classIndices(labels: ClassIndices, classes: number | undefined): ArrayLike<number> {
  const indices = flatNumbers(labels, 'oneHot, labels');
  for (let row = 0; row < indices.length; row++) {
    const label = indices[row];
    if (Number.isSafeInteger(label) && (label as number) >= 0 && (label as number) < (classes ?? Infinity))
      continue;
    throw new DataError({
      where: 'oneHot, labels',
      expected: `an integer from 0${classes === undefined ? '' : ` to ${classes - 1}`}`,
      received: `${shown(label)} at [${row}]`,
      remedy: 'Number other labels with labelEncoder(labels).encode(labels).',
    });
  }
  return indices as ArrayLike<number>;
}

function countClasses(indices: ArrayLike<number>): number {
  if (indices.length === 0) {
    throw new DataError({
      where: 'oneHot, labels',
      expected: 'at least one label',
      received: 'none',
      remedy: 'Say how many classes there are: { classes }.',
    });
  }
  let largest = 0;
  for (let row = 0; row < indices.length; row++) largest = Math.max(largest, indices[row]!);
  return largest + 1;
}

/** Labels that number something else than classes, such as years or ids, would take more memory than there is. */
function emptyRows(count: number, classes: number, meant: boolean): Float32Array<ArrayBuffer> {
  const need: Need = {
    where: 'oneHot',
    what: 'rows',
    amount: `${count} of ${classes} columns`,
    bytes: 4 * count * classes,
    remedy: meant
      ? 'Convert them part by part.'
      : 'Number the labels from 0 with labelEncoder(labels).encode(labels), or say that you mean it: { classes }.',
  };
  if (!meant && count * classes > MOST_VALUES) throw tooLarge(need);
  return room(need, () => new Float32Array(count * classes));
}

/** Numbers as a flat array, whatever they came in. What they are is not looked at. */
export function flatNumbers(labels: ClassIndices, where: string): ArrayLike<unknown> {
  if (isNdArray(labels)) {
    const array = toNdArray(labels, where);
    if (isColumn(array)) return array.data;
    throw new ShapeError({
      where,
      expected: 'one label a row, shape [?]',
      received: formatShape(array.shape),
    });
  }
  if (Array.isArray(labels) || dtypeOf(labels) !== undefined) return labels;
  throw new DataError({
    where,
    expected: 'an NdArray, a typed array or a plain array',
    received: shown(labels),
  });
}
