import type { TypedArray } from '@neutype/ndarray';

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
  F16: { bytes: 2, decode: ({ buffer }) => widened(new Uint16Array(buffer), floatBitsOfHalf) },
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

function widened(halves: Uint16Array, floatBits: (half: number) => number): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) bits[index] = floatBits(halves[index] as number);
  return new Float32Array(bits.buffer);
}

/** What the exponent of a float32 has more than that of a float16. */
const EXPONENT_SHIFT = 127 - 15;

/** The bits of the float32 that equals a float16 of these bits. */
function floatBitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + EXPONENT_SHIFT) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Subnormal in float16, normal in float32: the leading one becomes the hidden bit.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((EXPONENT_SHIFT + 1 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

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
