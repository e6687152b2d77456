import { checkNumber } from '@neutype/errors';

/** Refuses what no stream of random numbers begins with: anything but a whole number within ±(2^53 - 1). */
export function checkSeed(where: string, seed: unknown): asserts seed is number {
  checkNumber(`${where}, seed`, seed, { whole: true });
}
