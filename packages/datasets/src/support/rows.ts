import { DataError, ShapeError, shown } from '@neutype/errors';
import { dtypeOf, isNdArray, type NdArray, type TypedArray, toNdArray, zeros } from '@neutype/ndarray';

/** Anything with rows: an NdArray (its first dimension), a typed array or a plain array (their elements). */
export type Rows = NdArray<TypedArray> | TypedArray | readonly unknown[];

/**
 * Rows that can be counted and taken.
 *
 * @param where the argument, for messages: `trainTestSplit, x`
 * @throws DataError for what has no rows, and for a plain array with holes; ShapeError for a single number
 */
export function rowsOf<T extends Rows>(rows: T, where: string): T {
  if (isNdArray(rows)) {
    const array = toNdArray(rows, where);
    if (array.rank > 0) return array as T;
    throw new ShapeError({ where, expected: 'rows, one for each sample', received: 'a single number' });
  }
  if (Array.isArray(rows)) {
    checkHoles(rows, where);
    return rows;
  }
  if (dtypeOf(rows) !== undefined) return rows;
  throw new DataError({
    where,
    expected: 'rows: an NdArray, a typed array or a plain array',
    received: shown(rows),
  });
}

/** Refuses a plain array that says it is longer than what is in it. */
export function checkHoles(list: readonly unknown[], where: string): void {
  for (let index = 0; index < list.length; index++) {
    if (index in list) continue;
    throw new DataError({
      where,
      expected: 'a value in every place',
      received: `a hole at [${index}]`,
      remedy: 'Fill it in, or leave it out of all arrays.',
    });
  }
}

/** A copy of the rows with these indices, in this order, of the same kind as what they are taken from. */
export function takeRows<T extends Rows>(rows: T, indices: ArrayLike<number>): T {
  if (isNdArray(rows)) return rows.take(indices) as T;
  const dtype = dtypeOf(rows);
  if (dtype === undefined) {
    return Array.from(indices, (index) => (rows as readonly unknown[])[index]) as unknown as T;
  }
  const source = rows as TypedArray;
  const taken = zeros([indices.length], dtype).data;
  for (let index = 0; index < indices.length; index++) taken[index] = source[indices[index]!]!;
  return taken as T;
}

/** Whether an array is one value a row: shape [n] or [n, 1]. */
export function isColumn(array: NdArray<TypedArray>): boolean {
  return array.rank === 1 || (array.rank === 2 && array.shape[1] === 1);
}

/** Checks that `x` and `y` have equally many rows, and says how many. */
export function checkEqualRows(x: Rows, y: Rows, where: string): number {
  if (x.length === y.length) return x.length;
  throw new ShapeError({
    where,
    expected: 'equally many rows in x and y',
    received: `${x.length} and ${y.length}`,
  });
}
