import { DataError } from '@neutype/errors';
import type { DataType, Tensor } from '@tensorflow/tfjs-core';

/**
 * Holds a tensor to float32. A kernel would take the bits of any other type for those of floats.
 *
 * @param where the operation and the argument, for the message
 * @throws DataError naming both types
 */
export function assertFloat32(where: string, { dtype }: Tensor): void {
  assertDtype(where, dtype, 'float32', "Convert it with cast(tensor, 'float32').");
}

/**
 * Holds a data type to what was expected.
 *
 * @param remedy what to do about it
 * @throws DataError naming both types
 */
export function assertDtype(where: string, actual: DataType, expected: DataType, remedy: string): void {
  if (actual === expected) return;
  throw new DataError({ where, expected: `values of type ${expected}`, received: actual, remedy });
}
