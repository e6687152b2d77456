import type { NumberList } from './matrix.js';

/** Numbers as the description keeps them: what is not finite becomes a gap. */
export const withGaps = (values: NumberList): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));

/** The least and the greatest finite value; undefined when there is none. */
export const extentOf = (values: ArrayLike<number | null>): [number, number] | undefined => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
};
