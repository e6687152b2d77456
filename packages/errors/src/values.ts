import { OptionError } from './errors.js';
import { nearestName } from './nearestName.js';
import { outOf } from './outOf.js';
import { shown } from './shown.js';

/** Where a number must lie; both ends open to infinity where they are not given. */
export interface Range {
  /** The least that is allowed. */
  readonly from?: number;
  /** What it must be greater than. */
  readonly above?: number;
  /** The greatest that is allowed. */
  readonly to?: number;
  /** What it must be less than. */
  readonly below?: number;
  /** Whether it must be a whole number. */
  readonly whole?: boolean;
}

/**
 * Refuses what is not a finite number within a range.
 *
 * @param where the option or argument, for the message: `momentum, option step`
 * @throws OptionError
 *
 * @example
 * ```ts
 * checkNumber('dropout, rate', 1.5, { from: 0, below: 1 });
 * // OptionError: dropout, rate: expected a number from 0 and below 1, got 1.5.
 * ```
 */
export function checkNumber(where: string, value: unknown, range: Range = {}): asserts value is number {
  if (typeof value === 'number' && isWithin(value, range)) return;
  throw new OptionError({ where, expected: formatRange(range), received: shown(value) });
}

/** Refuses what does not count something: a whole number from `from` on, 1 by default. */
export function checkCount(where: string, value: unknown, from = 1): asserts value is number {
  checkNumber(where, value, { from, whole: true });
}

/** Refuses anything but `true` and `false`. */
export function checkFlag(where: string, value: unknown): asserts value is boolean {
  if (typeof value === 'boolean') return;
  throw new OptionError({ where, expected: 'true or false', received: shown(value) });
}

/** Refuses what is not a function; `what` says which one is wanted: `a function of the parameters`. */
export function checkFunction(where: string, value: unknown, what = 'a function'): void {
  if (typeof value === 'function') return;
  throw new OptionError({ where, expected: what, received: shown(value) });
}

/** Refuses what is none of the choices, and suggests the nearest. */
export function checkChoice<Choice extends string>(
  where: string,
  value: unknown,
  choices: readonly Choice[],
): asserts value is Choice {
  if ((choices as readonly unknown[]).includes(value)) return;
  const nearest = typeof value === 'string' ? nearestName(value, choices) : undefined;
  const quoted = choices.map((choice) => `'${choice}'`);
  const hint = nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
  throw new OptionError({
    where,
    ...(choices.length === 1
      ? { expected: quoted[0] as string, ...(hint && { remedy: hint }) }
      : outOf('name', quoted, hint)),
    received: shown(value),
  });
}

function isWithin(value: number, { from, above, to, below, whole = false }: Range): boolean {
  return (
    Number.isFinite(value) &&
    (!whole || Number.isSafeInteger(value)) &&
    (from === undefined || value >= from) &&
    (above === undefined || value > above) &&
    (to === undefined || value <= to) &&
    (below === undefined || value < below)
  );
}

function formatRange({ from, above, to, below, whole = false }: Range): string {
  const bounds = [
    ...(from !== undefined && to !== undefined ? [`from ${from} to ${to}`] : []),
    ...(from !== undefined && to === undefined ? [`from ${from}`] : []),
    ...(above !== undefined ? [`above ${above}`] : []),
    ...(from === undefined && to !== undefined ? [`up to ${to}`] : []),
    ...(below !== undefined ? [`below ${below}`] : []),
  ];
  const noun = whole ? 'a whole number' : 'a number';
  return bounds.length === 0 ? (whole ? noun : 'a finite number') : `${noun} ${bounds.join(' and ')}`;
}
