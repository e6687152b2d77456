import { DataError } from '@neutype/core';
import type { Samples } from './samples.js';

/**
 * Refuses NaN and infinity, and says where the first one is.
 *
 * Zero times a number is zero unless the number is NaN or infinite, so four running sums of such products find
 * out whether all values are finite at the speed at which memory is read.
 */
export const checkFinite = ({ data, size }: Samples, where: string): void => {
  if (!data[Symbol.toStringTag].startsWith('Float')) return;
  let [a, b, c, d] = [0, 0, 0, 0];
  const inFours = data.length - (data.length % 4);
  for (let i = 0; i < inFours; i += 4) {
    a += (data[i] as number) * 0;
    b += (data[i + 1] as number) * 0;
    c += (data[i + 2] as number) * 0;
    d += (data[i + 3] as number) * 0;
  }
  for (let i = inFours; i < data.length; i++) a += (data[i] as number) * 0;
  if (a + b + c + d === 0) return;
  const index = data.findIndex((value) => !Number.isFinite(value));
  throw new DataError({
    where,
    expected: 'finite numbers',
    received: `${data[index]} in sample ${Math.floor(index / size)}, value ${index % size}`,
    remedy: 'Fill in or drop missing values; dividing by the spread of a constant feature (0 / 0) makes NaN.',
  });
};

/** Whether the values look like pixels from 0 to 255 that nobody has scaled; of large data a part is read. */
export const looksLikeRawPixels = ({ data, size }: Samples): boolean => {
  if (size < fewestPixels) return false;
  const step = Math.max(1, Math.floor(data.length / 50_000));
  let largest = 0;
  for (let i = 0; i < data.length; i += step) {
    const value = data[i] as number;
    if (value < 0 || value > 255 || !Number.isInteger(value)) return false;
    if (value > largest) largest = value;
  }
  return largest > 127;
};

/** The smallest picture, 4 × 4: fewer whole numbers are more likely ages or counts. */
const fewestPixels = 16;

/** Whether two sets of samples hold the same values. */
export const sameSamples = (a: Samples, b: Samples): boolean => {
  if (a.data.length !== b.data.length) return false;
  if (a.data === b.data) return true;
  for (let i = 0; i < a.data.length; i++) if (a.data[i] !== b.data[i]) return false;
  return true;
};
