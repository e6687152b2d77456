import { type Bytes, unsigned } from './binaryFormat.js';

/** Instructions of WebAssembly as bytes (core specification, 5.4); those on vectors follow a prefix. */
const PREFIX = 0xfd;
const ALIGNED_4 = 2;
const ALIGNED_1 = 0;

export function get(variable: number): Bytes {
  return [0x20, ...unsigned(variable)];
}
export function set(variable: number): Bytes {
  return [0x21, ...unsigned(variable)];
}
/** Writes the variable, and leaves the value. */
export function tee(variable: number): Bytes {
  return [0x22, ...unsigned(variable)];
}

/** From 0 to 63. */
export function smallInt(value: number): Bytes {
  return [0x41, value];
}
export const addInts: Bytes = [0x6a];
export const subtractInts: Bytes = [0x6b];
export const shiftLeft: Bytes = [0x74];
export const shiftRight: Bytes = [0x76];
export const isAtLeast: Bytes = [0x4e];
export function loadInt(offset: number): Bytes {
  return [0x28, ALIGNED_4, ...unsigned(offset)];
}

const NO_RESULT = 0x40;
export function when(condition: Bytes, body: Bytes): Bytes {
  return [...condition, 0x04, NO_RESULT, ...body, 0x0b];
}
/** Runs `body`, and again as long as `condition` holds after it. */
export function repeatWhile(body: Bytes, condition: Bytes): Bytes {
  return [0x03, NO_RESULT, ...body, ...condition, 0x0d, 0, 0x0b];
}
export const end: Bytes = [0x0b];

export function loadVector(offset: number): Bytes {
  return [PREFIX, 0, ALIGNED_4, ...unsigned(offset)];
}
export function storeVector(offset: number): Bytes {
  return [PREFIX, 11, ALIGNED_4, ...unsigned(offset)];
}
export const loadLane: Bytes = [PREFIX, 92, ALIGNED_4, 0];
export const storeLane: Bytes = [PREFIX, 90, ALIGNED_4, 0, 0];
/** Eight bytes as numbers of 16 bits; or one byte sixteen times. */
export const loadEightBytes: Bytes = [PREFIX, 2, ALIGNED_1, 0];
export const loadOneByte: Bytes = [PREFIX, 7, ALIGNED_1, 0];
export const storeEightBytes: Bytes = [PREFIX, 91, ALIGNED_1, 0, 0];
export const storeOneByte: Bytes = [PREFIX, 88, ALIGNED_1, 0, 0];

export const addVectors: Bytes = [PREFIX, ...unsigned(228)];
export function laneOf(lane: number): Bytes {
  return [PREFIX, 31, lane];
}
export const replaceFirstLane: Bytes = [PREFIX, 32, 0];
export const addFloats: Bytes = [0x92];
export const storeFloat: Bytes = [0x38, ALIGNED_4, 0];

export const zeros: Bytes = [PREFIX, 12, ...new Array<number>(16).fill(0)];
export const byteOnes: Bytes = [PREFIX, 12, ...new Array<number>(16).fill(1)];
export const isNonzero: Bytes = [...zeros, PREFIX, 0x38];
export const and: Bytes = [PREFIX, 78];
export const lowHalf: Bytes = [PREFIX, ...unsigned(169)];
export const highHalf: Bytes = [PREFIX, ...unsigned(170)];
/** Two vectors of 32-bit numbers as one of 16-bit numbers; two of those as one of bytes. */
export const narrowToShorts: Bytes = [PREFIX, ...unsigned(133)];
export const narrowToBytes: Bytes = [PREFIX, 101];
