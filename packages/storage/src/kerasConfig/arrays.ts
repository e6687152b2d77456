import { DataError } from '@neutype/errors';
import { formatShape, type NdArray, ndarray, sizeOf, type TypedArray } from '@neutype/ndarray';

type Numbers = NdArray<TypedArray>;

/** The same values in another shape. @throws DataError where there are more or fewer */
export function reshape(array: Numbers, shape: readonly number[]): Numbers {
  if (array.size === sizeOf(shape)) return ndarray(array.data, shape);
  throw new DataError({
    where: 'a weight',
    expected: `${sizeOf(shape)} values, for ${formatShape(shape)}`,
    received: formatShape(array.shape),
  });
}

/** One row of a matrix. */
export function rowOf(array: Numbers, row: number): Numbers {
  const [rows, columns] = array.shape;
  if (array.shape.length !== 2 || rows === undefined || columns === undefined || row >= rows) {
    throw new DataError({ where: 'a weight', expected: 'two rows', received: formatShape(array.shape) });
  }
  return ndarray(array.data.slice(row * columns, (row + 1) * columns), [columns]);
}

/** The last axis in equal blocks, the first two of which change places. */
export function firstBlocksExchanged(array: Numbers, blocks: number): Numbers {
  const last = array.shape.at(-1) ?? 0;
  if (last % blocks !== 0) {
    throw new DataError({
      where: 'a weight',
      expected: `a last axis that ${blocks} gates divide`,
      received: formatShape(array.shape),
    });
  }
  const width = last / blocks;
  const values = array.data.slice();
  for (let start = 0; start < values.length; start += last) {
    values.copyWithin(start, start + width, start + 2 * width);
    values.set(array.data.subarray(start, start + width), start + width);
  }
  return ndarray(values, array.shape);
}
