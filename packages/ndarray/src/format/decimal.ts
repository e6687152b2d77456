import { checkNumber, DataError, shown } from '@neutype/errors';

/**
 * Decimal digits of a finite number from 0 up, as NumPy's Dragon4 prints them: the fewest that tell the number from
 * its neighbors, or, where those are more than asked for, the exact value rounded half to even.
 */
export interface DecimalStyle {
  /** Whether the number is a float32, whose neighbors are further away. */
  readonly single: boolean;
  /** At most so many digits after the point. */
  readonly precision: number;
}

/**
 * Digits before and after the point: `['12', '5']`; the second is empty for a whole number. For 0 and for numbers from
 * 1e-6 up to 1e21, which JavaScript writes without exponent.
 */
export function positional(value: number, { single, precision }: DecimalStyle): [string, string] {
  const [whole = '', fraction = ''] = String(fewestDigits(value, single)).split('.');
  if (fraction.length <= precision) return [whole, fraction];
  const [rounded = '', rest = ''] = halfToEven(value.toFixed(precision), value.toFixed(MOST_DIGITS)).split(
    '.',
  );
  return [rounded, trimZeros(rest)];
}

/**
 * Digits before and after the point, and the exponent with its sign: `['1', '5', '-05']`. With `fill` the digits after
 * the point are always `precision`, and those that go beyond the fewest are digits of the exact value.
 */
export function scientific(
  value: number,
  { single, precision }: DecimalStyle,
  fill = false,
): [string, string, string] {
  const [shortest = '', exponent = ''] = fewestDigits(value, single).toExponential().split('e');
  const [whole = '', fraction = ''] = shortest.split('.');
  if (!fill && fraction.length <= precision) return [whole, fraction, padExponent(exponent)];
  const [digits = '', roundedExponent = ''] = roundedExponential(value, precision).split('e');
  const [first = '', rest = ''] = digits.split('.');
  return [first, fill ? rest : trimZeros(rest), padExponent(roundedExponent)];
}

/**
 * A number with so many digits after the point, as Python's `format(value, '.2f')` writes it: where the value lies
 * exactly in the middle the last digit becomes even, while `toFixed` rounds away from zero. NaN is `nan`, infinity `inf`.
 *
 * @param value any number
 * @param digits from 0 to 100
 * @throws OptionError for other digits, DataError for a value that is no number
 *
 * @example
 * ```ts
 * formatFixed(0.125, 2); // '0.12', where (0.125).toFixed(2) is '0.13'
 * ```
 */
export function formatFixed(value: number, digits: number): string {
  checkNumber('formatFixed, digits', digits, { from: 0, to: MOST_DIGITS, whole: true });
  if (typeof value !== 'number') {
    throw new DataError({ where: 'formatFixed, value', expected: 'a number', received: shown(value) });
  }
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf').toLowerCase();
  if (Math.abs(value) >= FIRST_WITH_EXPONENT) return withZeros(BigInt(value), digits);
  return halfToEven(value.toFixed(digits), value.toFixed(MOST_DIGITS));
}

function withZeros(whole: bigint, digits: number): string {
  return digits === 0 ? String(whole) : `${whole}.${'0'.repeat(digits)}`;
}

/** From here on `toFixed` writes an exponent; such numbers are whole. */
const FIRST_WITH_EXPONENT = 1e21;

/** The most digits that `toFixed` and `toExponential` give; they are exact. */
const MOST_DIGITS = 100;

/** The number that the fewest digits write which still round to `value` in its type. */
function fewestDigits(value: number, single: boolean): number {
  if (!single) return value;
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(roundedExponential(value, digits - 1));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(roundedExponential(value, 8));
}

/** `toExponential`, ties to even. */
function roundedExponential(value: number, precision: number): string {
  const [rounded = '', exponent = ''] = value.toExponential(precision).split('e');
  return `${halfToEven(rounded, value.toExponential(MOST_DIGITS))}e${exponent}`;
}

/** JavaScript rounds a tie up: takes the last digit back where it is odd and the exact rest was a tie. */
function halfToEven(rounded: string, exact: string): string {
  const isTie = /^\.?50*(e|$)/.test(exact.slice(rounded.length));
  const last = Number(rounded.at(-1));
  return isTie && last % 2 === 1 ? `${rounded.slice(0, -1)}${last - 1}` : rounded;
}

function trimZeros(fraction: string): string {
  return fraction.replace(/0+$/, '');
}

/** `+5` becomes `+05`. */
function padExponent(exponent: string): string {
  return `${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
