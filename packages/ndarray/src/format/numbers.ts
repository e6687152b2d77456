import { type DType, isIntegerType } from '../dtype.js';
import { positional, scientific } from './decimal.js';

/** Writes one element, padded to the width of the widest. */
export type ElementFormat = (value: number) => string;

/** NumPy's `printoptions.precision`. */
const PRECISION = 8;

/** How to write the elements of an array, chosen by looking at all that will be shown. */
export function elementFormat(values: readonly number[], dtype: DType): ElementFormat {
  return isIntegerType(dtype) ? integerFormat(values) : floatFormat(values, dtype === 'float32');
}

/** A single number as `str(np.float32(x))` writes it. */
export function formatScalar(value: number, dtype: DType): string {
  if (isIntegerType(dtype)) return String(value);
  if (!Number.isFinite(value)) return nonFinite(value);
  const style = { single: dtype === 'float32', precision: Number.POSITIVE_INFINITY };
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= (style.single ? 1e6 : 1e16))) {
    const [whole, fraction, exponent] = scientific(size, style);
    return `${signOf(value)}${whole}${fraction && `.${fraction}`}e${exponent}`;
  }
  const [whole, fraction] = positional(size, style);
  return `${signOf(value)}${whole}.${fraction || '0'}`;
}

function integerFormat(values: readonly number[]): ElementFormat {
  const width = widest(values.map(String));
  return (value) => String(value).padStart(width);
}

function floatFormat(values: readonly number[], single: boolean): ElementFormat {
  const finite = values.filter(Number.isFinite);
  const format = isExponential(finite, single)
    ? scientificFormat(finite, single)
    : positionalFormat(finite, single);
  const width = Math.max(widest(finite.map(format)), widest(values.filter(isNotFinite).map(nonFinite)));
  return (value) => (Number.isFinite(value) ? format(value) : nonFinite(value)).padStart(width);
}

/** NumPy's rule: exponents where a number is very large or small, or the largest 1000 times the smallest. */
function isExponential(finite: readonly number[], single: boolean): boolean {
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  if (sizes.length === 0) return false;
  const round = single ? Math.fround : (value: number) => value;
  const largest = sizes.reduce((a, b) => Math.max(a, b));
  const smallest = sizes.reduce((a, b) => Math.min(a, b));
  return largest >= (single ? 1e6 : 1e8) || smallest < round(1e-4) || round(largest / smallest) > 1000;
}

function positionalFormat(finite: readonly number[], single: boolean): ElementFormat {
  const style = { single, precision: PRECISION };
  const fractionWidth = widest(finite.map((value) => positional(Math.abs(value), style)[1]));
  return (value) => {
    const [whole, fraction] = positional(Math.abs(value), style);
    return `${signOf(value)}${whole}.${fraction.padEnd(fractionWidth)}`;
  };
}

function scientificFormat(finite: readonly number[], single: boolean): ElementFormat {
  const parts = finite.map((value) => scientific(Math.abs(value), { single, precision: PRECISION }));
  const precision = widest(parts.map(([, fraction]) => fraction));
  const exponentWidth = widest(parts.map(([, , exponent]) => exponent)) - 1;
  return (value) => {
    const [whole, fraction, exponent] = scientific(Math.abs(value), { single, precision }, true);
    const digits = exponent.slice(1).padStart(exponentWidth, '0');
    return `${signOf(value)}${whole}.${fraction}e${exponent[0]}${digits}`;
  };
}

function isNotFinite(value: number): boolean {
  return !Number.isFinite(value);
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
