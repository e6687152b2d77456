/** What SIMD and cache lines want. */
export const ALIGNMENT = 64;

const STEPS_PER_DOUBLING = 32;
/** Up to here classes are multiples of 64, above there are 32 for each doubling. */
const SMALL_LIMIT: number = ALIGNMENT * STEPS_PER_DOUBLING;
const SMALL_DOUBLING: number = Math.log2(SMALL_LIMIT);
/** Of all addresses that there are. */
const MOST_DOUBLINGS = 32;

/** More than the number of any class. */
export const CLASSES: number = STEPS_PER_DOUBLING * (MOST_DOUBLINGS - SMALL_DOUBLING + 1) + 1;

/**
 * The number of bytes a request is rounded up to: multiples of 64 up to 2 KB, then 32 classes for each doubling, so that
 * at most a 32nd is lost and freed blocks fit later requests of about their size.
 */
export function classBytes(bytes: number): number {
  if (bytes <= SMALL_LIMIT) return Math.max(ALIGNMENT, roundUp(bytes, ALIGNMENT));
  const doubling = 2 ** Math.floor(Math.log2(bytes - 1));
  return roundUp(bytes, doubling / STEPS_PER_DOUBLING);
}

/** The number of the largest class that fits into `bytes`, a multiple of 64 below 2³²; larger classes have larger numbers. */
export function classWithin(bytes: number): number {
  if (bytes <= SMALL_LIMIT) return bytes / ALIGNMENT;
  const doubling = 31 - Math.clz32(bytes);
  const step = Math.floor((bytes / 2 ** doubling) * STEPS_PER_DOUBLING) - STEPS_PER_DOUBLING;
  return STEPS_PER_DOUBLING * (1 + doubling - SMALL_DOUBLING) + step;
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
