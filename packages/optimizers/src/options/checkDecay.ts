import { checkNumber, OptionError, shown } from '@neutype/errors';

/** Refuses what is 1 or more as float32: nothing would ever be forgotten. */
export function checkDecay(where: string, rate: number): void {
  checkNumber(where, rate, { from: 0, below: 1 });
  if (Math.fround(rate) < 1) return;
  throw new OptionError({
    where,
    expected: 'a number from 0 and below 1 within float32',
    received: shown(rate),
  });
}
