const PROVEN = new WeakSet<object>();

/**
 * Marks a transform or regularizer that is tested here: it takes no number from JavaScript that changes, and need not be
 * compared again.
 */
export function proven<T extends object>(value: T): T {
  PROVEN.add(value);
  return value;
}

export function isProven(value: object): boolean {
  return PROVEN.has(value);
}
