import { DataError, ShapeError, shown } from '@neutype/errors';
import { isNdArray, type NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { isColumn, rowsOf } from '../support/rows.js';

/** What a class is called. */
export type Label = string | number | boolean;

/** One class a sample: names or numbers, or rows (one-hot, say) where each distinct row is a class. */
export type ClassLabels =
  | NdArray<TypedArray>
  | TypedArray
  | readonly Label[]
  | readonly (readonly number[])[];

/** The samples of every class, classes in sorted order. */
export interface Classes {
  /** What the class is called; a row is called by its values. */
  readonly names: readonly Label[];
  /** For each class, the indices of its samples, ascending. */
  readonly members: readonly (readonly number[])[];
  /** For each sample, the index of its class. */
  readonly ofSample: Int32Array;
}

/**
 * Groups samples by their label.
 *
 * @param samples how many there must be, where it is known
 * @throws ShapeError where there are not `samples` labels; DataError for what is no label, such as NaN and null, and for
 *   labels of different kinds
 */
export function classesOf(labels: ClassLabels, where: string, samples?: number): Classes {
  const values = labelValues(labels, where);
  if (samples !== undefined && values.length !== samples) {
    throw new ShapeError({
      where,
      expected: `${samples} labels, one a sample`,
      received: `${values.length}`,
    });
  }
  const membersByName = new Map<Label, number[]>();
  for (let index = 0; index < values.length; index++) {
    const name = values[index]!;
    const members = membersByName.get(name);
    if (members === undefined) membersByName.set(name, [index]);
    else members.push(index);
  }
  const names = [...membersByName.keys()].sort(ascending);
  const members = names.map((name) => membersByName.get(name)!);
  const ofSample = new Int32Array(values.length);
  members.forEach((indices, position) => {
    for (const index of indices) ofSample[index] = position;
  });
  return { names, members, ofSample };
}

/** Labels as a flat list; rows of a matrix become texts. */
function labelValues(labels: ClassLabels, where: string): ArrayLike<Label> {
  const given = rowsOf(labels, where);
  if (!isNdArray(given) && !Array.isArray(given[0])) {
    checkLabels(given as ArrayLike<unknown>, where);
    return given as ArrayLike<Label>;
  }
  // In float32, days as 20240101 and 20240102 would be one class.
  const array = toNdArray(given as NdArray<TypedArray>, where, 'float64');
  checkLabels(array.data, where);
  if (isColumn(array)) return array.data;
  return Array.from({ length: array.length }, (_, index) => array.row(index).data.join(','));
}

function checkLabels(values: ArrayLike<unknown>, where: string): void {
  const kind = typeof values[0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!isLabel(value)) {
      throw new DataError({
        where,
        expected: 'a label: a text, a finite number, true or false',
        received: `${shown(value)} at [${index}]`,
        remedy: 'Fill in missing labels, or leave their samples out.',
      });
    }
    if (typeof value !== kind) {
      throw new DataError({
        where,
        expected: `labels of one kind, ${shown(values[0])} as the first`,
        received: `${shown(value)} at [${index}]`,
      });
    }
  }
}

function isLabel(value: unknown): value is Label {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function ascending(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
