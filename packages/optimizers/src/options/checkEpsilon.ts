import { checkNumber, OptionError } from '@neutype/errors';

/** Refuses an epsilon that is 0, or 0 as float32. */
export function checkEpsilon(epsilon: number): void {
  checkNumber('option epsilon', epsilon, { above: 0 });
  if (Math.fround(epsilon) > 0) return;
  throw new OptionError({
    where: 'option epsilon',
    expected: 'a number that float32 can tell from 0',
    received: String(epsilon),
  });
}
