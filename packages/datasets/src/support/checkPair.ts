import { checkNumber, OptionError, type Range, shown } from '@neutype/errors';

/** Refuses what is not two ascending numbers, which may be equal unless `strictly`. */
export function checkPair(
  where: string,
  pair: unknown,
  range: Range = {},
  strictly = false,
): asserts pair is readonly [low: number, high: number] {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new OptionError({ where, expected: 'two ascending numbers', received: shown(pair) });
  }
  for (const number of pair) checkNumber(where, number, range);
  if (pair[0] < pair[1] || (pair[0] === pair[1] && !strictly)) return;
  throw new OptionError({ where, expected: 'two ascending numbers', received: `[${pair.join(', ')}]` });
}
