import type { Transform } from './transform.js';

const PROVEN = new WeakSet<object>();

/** Marks a transform that is tested here: it takes no number from JavaScript that changes, and need not be compared again. */
export function proven<T extends object>(transform: T): T {
  PROVEN.add(transform);
  return transform;
}

export function isProven(transform: Transform): boolean {
  return PROVEN.has(transform);
}
