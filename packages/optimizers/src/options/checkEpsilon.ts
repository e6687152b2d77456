import { checkNumber } from '@neutype/errors';

const SMALLEST_FLOAT32 = 2 ** -149;

/** Refuses an epsilon that is 0 as float32. */
export function checkEpsilon(epsilon: number): void {
  checkNumber('option epsilon', epsilon, { from: SMALLEST_FLOAT32 });
}
