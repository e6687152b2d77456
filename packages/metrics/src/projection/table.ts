import { ShapeError } from '@neutype/errors';
import { type ArrayInput, checkFinite, formatShape, toNdArray } from '@neutype/ndarray';

/** Numbers in rows, one after another. */
export interface Table {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A copy of a table of finite numbers.
 *
 * @throws DataError for what is no array of finite numbers; ShapeError for another shape than `[rows, columns]`
 */
export function readTable(where: string, input: ArrayInput): Table {
  const array = toNdArray(input, where, 'float64');
  const [rows, columns] = array.shape;
  if (array.rank !== 2 || rows === undefined || columns === undefined) {
    throw new ShapeError({
      where,
      expected: 'a table [samples, features]',
      received: `an array of shape ${formatShape(array.shape)}`,
    });
  }
  checkFinite(array, where);
  return { data: new Float64Array(array.data), rows, columns };
}
