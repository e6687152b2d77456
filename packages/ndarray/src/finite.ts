import type { TypedArray } from './dtype.js';

/** Whether there is neither NaN nor infinity in an array. */
export function isFiniteThroughout(data: TypedArray): boolean {
  if (data instanceof Float32Array) return areFiniteFloats(data);
  return !data[Symbol.toStringTag].startsWith('Float') || areFiniteDoubles(data);
}

const EXPONENT = 0x7f800000;
/** Carries an exponent of ones, which NaN and infinity have and no other number, into the sign. */
const CARRY = 0x00800000;

/** Values that are looked at together. */
const TOGETHER = 4096;

/**
 * Looks at bits, and only ever at those of one type of array: several times as fast as reading numbers of any. Where all
 * values lie between -2 and 2, as scaled ones do, a bit of the exponent is set in none of them, and that is all there is to see.
 */
function areFiniteFloats({ buffer, byteOffset, length }: Float32Array): boolean {
  const bits = new Int32Array(buffer, byteOffset, length);
  let areSmall = true;
  for (let begin = 0; begin < length; begin += TOGETHER) {
    const end = Math.min(begin + TOGETHER, length);
    areSmall &&= (bitsOfAny(bits, begin, end) & EXPONENT) !== EXPONENT;
    if (!areSmall && !haveFiniteExponents(bits, begin, end)) return false;
  }
  return true;
}

/** Four at a time, here and below, so that the processor is kept busy by them rather than by counting. */
function bitsOfAny(bits: Int32Array, begin: number, end: number): number {
  let any = 0;
  let i = begin;
  for (; i + 4 <= end; i += 4) any |= bits[i]! | bits[i + 1]! | bits[i + 2]! | bits[i + 3]!;
  for (; i < end; i++) any |= bits[i]!;
  return any;
}

function haveFiniteExponents(bits: Int32Array, begin: number, end: number): boolean {
  let signs = 0;
  let i = begin;
  for (; i + 4 <= end; i += 4) {
    signs |= (bits[i]! & EXPONENT) + CARRY;
    signs |= (bits[i + 1]! & EXPONENT) + CARRY;
    signs |= (bits[i + 2]! & EXPONENT) + CARRY;
    signs |= (bits[i + 3]! & EXPONENT) + CARRY;
  }
  for (; i < end; i++) signs |= (bits[i]! & EXPONENT) + CARRY;
  return signs >= 0;
}

/**
 * Zero times a number is zero unless the number is NaN or infinite, so four running sums of such products find out whether
 * all values are finite at the speed at which memory is read.
 */
function areFiniteDoubles(data: TypedArray): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const inFours = data.length - (data.length % 4);
  for (let i = 0; i < inFours; i += 4) {
    a += data[i]! * 0;
    b += data[i + 1]! * 0;
    c += data[i + 2]! * 0;
    d += data[i + 3]! * 0;
  }
  for (let i = inFours; i < data.length; i++) a += data[i]! * 0;
  return a + b + c + d === 0;
}
