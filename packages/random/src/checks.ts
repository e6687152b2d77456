import { checkCount, checkNumber, DataError, shown } from '@neutype/errors';

/*
 * Numbers are drawn by the million: what is right is let through before the guards, which make objects, are called.
 */

/** Refuses a limit that leaves nothing to draw. */
export function checkLimit(where: string, limit: number): void {
  if (!(Number.isSafeInteger(limit) && limit >= 1)) checkCount(where, limit);
}

/** Refuses limits that are not finite. */
export function checkLimits(where: string, low: number, high: number): void {
  if (Number.isFinite(low) && Number.isFinite(high)) return;
  checkNumber(`${where}, low`, low);
  checkNumber(`${where}, high`, high);
}

/** Refuses a mean that is not finite, and a deviation that is none. */
export function checkMoments(where: string, mean: number, std: number): void {
  if (Number.isFinite(mean) && Number.isFinite(std) && std >= 0) return;
  checkNumber(`${where}, mean`, mean);
  checkNumber(`${where}, std`, std, { from: 0 });
}

/** Refuses what has no elements to put in order. */
export function checkShuffleable(array: unknown): void {
  const isList = typeof array === 'object' && array !== null && 'length' in array;
  if (!isList) throw new DataError({ where: 'random.shuffle', expected: 'an array', received: shown(array) });
}

/** Refuses what is not a typed array of that kind; one of another realm is. */
export function checkTarget(where: string, target: unknown, kind: 'Uint32Array' | 'Float32Array'): void {
  if (Object.prototype.toString.call(target) === `[object ${kind}]`) return;
  throw new DataError({ where, expected: `a ${kind} to fill`, received: shown(target) });
}
