/** What SIMD and cache lines want. */
export const ALIGNMENT = 64;

const SMALL_LIMIT = 1024;
const STEPS_PER_DOUBLING = 8;

/**
 * The number of bytes a request is rounded up to: multiples of 64 up to 1 KB, then eight classes for each
 * doubling, so that at most an eighth is lost and freed blocks fit later requests of about their size.
 */
export function classBytes(bytes: number): number {
  if (bytes <= SMALL_LIMIT) return Math.max(ALIGNMENT, roundUp(bytes, ALIGNMENT));
  const doubling = 2 ** (31 - Math.clz32(bytes - 1));
  return roundUp(bytes, Math.max(ALIGNMENT, doubling / STEPS_PER_DOUBLING));
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
