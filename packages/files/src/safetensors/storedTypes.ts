import type { TypedArray } from '@neutype/ndarray';
import { decodeHalf, widened } from '../halfPrecision.js';

/** How numbers of one type lie in a file, and in which array they are given. */
export interface StoredType {
  readonly bytes: number;
  /** The numbers in these bytes, which are the caller's own and begin a buffer. */
  readonly decode: (bytes: Uint8Array<ArrayBuffer>) => TypedArray;
}

/** The types that can be read, by the format's names. Half precision comes as float32, which holds all of its values. */
export const STORED_TYPES: Readonly<Record<string, StoredType>> = {
  F64: { bytes: 8, decode: ({ buffer }) => new Float64Array(buffer) },
  F32: { bytes: 4, decode: ({ buffer }) => new Float32Array(buffer) },
  F16: { bytes: 2, decode: ({ buffer }) => decodeHalf(new Uint16Array(buffer)) },
  BF16: { bytes: 2, decode: ({ buffer }) => widened(new Uint16Array(buffer), (bits) => bits << 16) },
  I64: { bytes: 8, decode: ({ buffer }) => exactly(new BigInt64Array(buffer)) },
  U64: { bytes: 8, decode: ({ buffer }) => exactly(new BigUint64Array(buffer)) },
  I32: { bytes: 4, decode: ({ buffer }) => new Int32Array(buffer) },
  U32: { bytes: 4, decode: ({ buffer }) => new Uint32Array(buffer) },
  I16: { bytes: 2, decode: ({ buffer }) => new Int16Array(buffer) },
  U16: { bytes: 2, decode: ({ buffer }) => new Uint16Array(buffer) },
  I8: { bytes: 1, decode: ({ buffer }) => new Int8Array(buffer) },
  U8: { bytes: 1, decode: ({ buffer }) => new Uint8Array(buffer) },
  BOOL: { bytes: 1, decode: ({ buffer }) => new Uint8Array(buffer) },
};

/** The name of each array's type in the format. */
export const NAMES_OF_TYPES: Readonly<Record<string, string>> = {
  float64: 'F64',
  float32: 'F32',
  int32: 'I32',
  uint32: 'U32',
  int16: 'I16',
  uint16: 'U16',
  int8: 'I8',
  uint8: 'U8',
  uint8clamped: 'U8',
};

/** @throws RangeError with the first number that a float64 cannot hold */
function exactly(integers: BigInt64Array | BigUint64Array): Float64Array {
  const values = new Float64Array(integers.length);
  for (let index = 0; index < integers.length; index++) {
    const integer = integers[index] as bigint;
    const value = Number(integer);
    if (!Number.isSafeInteger(value)) throw new RangeError(String(integer));
    values[index] = value;
  }
  return values;
}
