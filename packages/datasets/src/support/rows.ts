import { isNdArray, type NdArray, type TypedArray } from '@neutype/ndarray';

/** Anything with rows: an NdArray (its first dimension), a typed array or a plain array (their elements). */
export type Rows = NdArray<TypedArray> | TypedArray | readonly unknown[];

/** How many rows there are. */
export function countRows(rows: Rows): number {
  return rows.length;
}

/** A copy of the rows with these indices, in this order, of the same kind as what they are taken from. */
export function takeRows<T extends Rows>(rows: T, indices: ArrayLike<number>): T {
  if (isNdArray(rows)) return rows.take(indices) as T;
  if (ArrayBuffer.isView(rows)) {
    const source = rows as TypedArray;
    const taken = source.slice(0, indices.length);
    for (let index = 0; index < indices.length; index++) taken[index] = source[indices[index]!]!;
    return taken as T;
  }
  const list = rows as readonly unknown[];
  return Array.from(indices, (index) => list[index]) as unknown as T;
}

/** Whether an array is one value a row: shape [n] or [n, 1]. */
export function isColumn(array: NdArray<TypedArray>): boolean {
  return array.rank === 1 || (array.rank === 2 && array.shape[1] === 1);
}

/** Checks that `x` and `y` have equally many rows. */
export function checkEqualRows(x: Rows, y: Rows, where: string): number {
  if (countRows(x) !== countRows(y)) {
    throw new RangeError(
      `${where}: x and y must have equally many rows, got ${countRows(x)} and ${countRows(y)}.`,
    );
  }
  return countRows(x);
}
