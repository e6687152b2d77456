import { DataError } from '@neutype/errors';
import { type NdArray, ndarray, sizeOf } from '@neutype/ndarray';

/** What a parameter holds that there is no weight for: one number for all of it, or each. */
export type Constant = number | readonly number[];

/** A parameter's values. @throws DataError for a list of another length */
export function constantArray(constant: Constant, shape: readonly number[], where: string): NdArray {
  const values = new Float32Array(sizeOf(shape));
  if (typeof constant === 'number') return ndarray(values.fill(constant), shape);
  if (constant.length === 1) return ndarray(values.fill(constant[0] as number), shape);
  if (constant.length !== values.length) {
    throw new DataError({ where, expected: `${values.length} numbers`, received: `${constant.length}` });
  }
  values.set(constant);
  return ndarray(values, shape);
}
