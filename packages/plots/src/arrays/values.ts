import type { NumberList } from './matrix.js';

/** Numbers as the description keeps them: what is not finite becomes a gap, and −0, which JSON has not, becomes 0. */
export function withGaps(values: NumberList): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value + 0 : null));
}

/** The least and the greatest finite value; undefined when there is none. */
export function extentOf(values: ArrayLike<number | null>): [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** The largest of sizes, 0 of none; of any number of them, which `Math.max` of a spread is not. */
export function largest(sizes: readonly number[]): number {
  return sizes.reduce((largest, size) => Math.max(largest, size), 0);
}

/** Where a value lies from `low` (0) to `high` (1), also where the distance of the two is beyond what a number holds. */
export function shareBetween(value: number, low: number, high: number): number {
  const span = high - low;
  return Number.isFinite(span) ? (value - low) / (span || 1) : (value / 2 - low / 2) / (high / 2 - low / 2);
}
