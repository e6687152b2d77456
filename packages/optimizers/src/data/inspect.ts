import type { Breath } from '@neutype/core';
import { checkFloat32, NdArray } from '@neutype/ndarray';
import type { Samples } from './samples.js';

/** Values that are looked at in one go, which takes a millisecond or two. */
const AT_ONCE = 2 ** 20;

/**
 * Refuses NaN, infinity and what becomes infinity as float32, and says where the first one is.
 *
 * @throws DataError
 */
export function checkFinite({ data, shape, count, name }: Samples, where: string = name): void {
  checkFloat32(new NdArray(data, [count, ...shape]), where);
}

/** `checkFinite` of what it takes no time for; the rest is left to `checkLarge`. */
export function checkUnlessLarge(samples: Samples): void {
  if (samples.data.length <= AT_ONCE) checkFinite(samples);
}

/**
 * `checkFinite` of samples that are large, which lets others run meanwhile.
 *
 * @throws DataError
 */
export async function checkLarge(all: Iterable<Samples>, breath: Breath): Promise<void> {
  for (const samples of all) {
    const { data } = samples;
    if (data.length <= AT_ONCE) continue;
    for (let start = 0; start < data.length; start += AT_ONCE) {
      if (start === 0 || breath.due) await breath.take();
      if (!canBeComputedWith(data.subarray(start, start + AT_ONCE))) checkFinite(samples);
    }
  }
}

function canBeComputedWith(values: Samples['data']): boolean {
  try {
    checkFloat32(new NdArray(values, [values.length]), '');
    return true;
  } catch {
    return false;
  }
}

/** The value that is farthest from 0; with `every`, of every so many values only. */
export function farthestFromZero({ data }: Samples, every = 1): number {
  let farthest = 0;
  for (let i = 0; i < data.length; i += every) {
    const value = data[i] as number;
    if (Math.abs(value) > Math.abs(farthest)) farthest = value;
  }
  return farthest;
}

/**
 * The value farthest from 0 where features look as if nobody had scaled them; of large data a part is read. Whole
 * numbers from 0 may be indices, of the rows of a table for example.
 */
export function unscaledValue(samples: Samples): number | undefined {
  const every = stride(samples);
  const farthest = farthestFromZero(samples, every);
  if (Math.abs(farthest) < LARGE_FEATURE) return undefined;
  for (let i = 0; i < samples.data.length; i += every) {
    const value = samples.data[i] as number;
    if (value < 0 || !Number.isInteger(value)) return farthest;
  }
  return undefined;
}

/** Years and prices reach it; scaled features, angles, percentages and pixels do not. */
const LARGE_FEATURE = 1000;

/** Whether the values look like pixels from 0 to 255 that nobody has scaled; of large data a part is read. */
export function looksLikeRawPixels(samples: Samples): boolean {
  const { data, size } = samples;
  if (size < FEWEST_PIXELS) return false;
  const every = stride(samples);
  let largest = 0;
  for (let i = 0; i < data.length; i += every) {
    const value = data[i] as number;
    if (value < 0 || value > 255 || !Number.isInteger(value)) return false;
    if (value > largest) largest = value;
  }
  return largest > 127;
}

/** The smallest picture, 4 × 4: fewer whole numbers are more likely ages or counts. */
const FEWEST_PIXELS = 16;

/** Reads some 50,000 values of large data. */
function stride({ data }: Samples): number {
  return Math.max(1, Math.floor(data.length / 50_000));
}

/** Whether two sets of samples hold the same values. */
export function sameSamples(a: Samples, b: Samples): boolean {
  if (a.data.length !== b.data.length) return false;
  if (a.data === b.data) return true;
  for (let i = 0; i < a.data.length; i++) if (a.data[i] !== b.data[i]) return false;
  return true;
}
