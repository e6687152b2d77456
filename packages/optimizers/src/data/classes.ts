import type { Samples } from './samples.js';

/**
 * The class of each sample, where targets say it: class numbers from 0, or one-hot rows.
 *
 * @returns the classes, or the first sample whose target is none
 */
export function classesOf({ count, data, shape, size }: Samples): Uint32Array | { readonly without: number } {
  const classes = new Uint32Array(count);
  if (shape.length > 1) return { without: 0 };
  for (let sample = 0; sample < count; sample++) {
    const label = size === 1 ? (data[sample] as number) : oneHotClass(data, sample * size, size);
    if (!(Number.isInteger(label) && label >= 0)) return { without: sample };
    classes[sample] = label;
  }
  return classes;
}

/** Where the single 1 is in a row of zeros; −1 in any other row. */
function oneHotClass(data: ArrayLike<number>, start: number, size: number): number {
  let found = -1;
  for (let column = 0; column < size; column++) {
    const value = data[start + column];
    if (value === 0) continue;
    if (value !== 1 || found !== -1) return -1;
    found = column;
  }
  return found;
}
