import { gamma, UNIT } from './reference.js';

/**
 * Plain float64 definitions that kernels without a counterpart in tfjs are held to, and how far float32 may lie from them:
 * one rounding after the other (Higham, Accuracy and Stability of Numerical Algorithms, chapter 3). Products of errors are
 * left to this.
 */
const SECOND_ORDER = 1.01;

/** Relative errors of `assembly/math`, as elementwise.test.ts holds them. */
const EXP = 6 * UNIT;
const LOG = 6 * UNIT;
/** Of an e^x or a product with it that underflows. */
const UNDERFLOW = 2 ** -140;

export interface CrossEntropy {
  readonly loss: number;
  readonly lossBound: number;
  readonly gradient: Float64Array;
  readonly gradientBounds: Float64Array;
}

/** Roundings on the longest path of a sum over a row: four lanes side by side, then these. */
function lanesDepth(count: number): number {
  return Math.ceil(count / 4) + 3;
}

/** Of the mean of this many numbers in a row: sixteen side by side, what is left over, all these, a division. */
function meanDepth(count: number): number {
  return Math.ceil(count / 16) + 6 + 4 + 1;
}

interface Softmax {
  readonly shares: Float64Array;
  /** log sum e^(z - max z) */
  readonly logSum: number;
  readonly most: number;
  /** How far the sum may be off, relative. */
  readonly sumError: number;
}

/** Each z - max z is rounded, which e^z takes for a relative error of that many units. */
function softmaxOf(z: Float32Array): Softmax {
  const most = z.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const grown = Float64Array.from(z, (value) => Math.exp(value - most));
  const sum = grown.reduce((total, value) => total + value, 0);
  const shares = grown.map((value) => value / sum);
  const sumError = shares.reduce(
    (error, share, at) => error + share * (EXP + UNIT * (most - z[at]!)),
    gamma(lanesDepth(z.length)),
  );
  return { shares, logSum: Math.log(sum), most, sumError };
}

/** The mean over rows of sum of t (log sum e^z - z), labels not negative. */
export function softmaxCrossEntropy(
  labels: Float32Array,
  logits: Float32Array,
  rows: number,
  columns: number,
): CrossEntropy {
  const gradient = new Float64Array(rows * columns);
  const gradientBounds = new Float64Array(rows * columns);
  let loss = 0;
  let lossBound = 0;
  for (let row = 0; row < rows; row++) {
    const z = logits.subarray(row * columns, (row + 1) * columns);
    const t = labels.subarray(row * columns, (row + 1) * columns);
    const { shares, logSum, most, sumError } = softmaxOf(z);
    const total = t.reduce((sum, value) => sum + value, 0);
    for (let column = 0; column < columns; column++) {
      const label = t[column]!;
      const distance = most - z[column]!;
      const surprise = distance + logSum;
      loss += (label * surprise) / rows;
      // The distance, the logarithm and its argument, their sum; then products are added up and the mean is taken.
      const offSurprise = UNIT * distance + sumError + LOG * logSum + UNIT * surprise;
      const added = gamma(1 + lanesDepth(columns) + meanDepth(rows)) * label * surprise;
      lossBound += (label * offSurprise + added) / rows;

      const expected = shares[column]! * total;
      // e^z, the sums of the labels and of e^z, the quotient and the product; then a difference and 1 / rows, twice.
      const relative = EXP + UNIT * distance + gamma(lanesDepth(columns)) + sumError + 2 * UNIT;
      const off = expected * relative + 3 * UNIT * Math.abs(expected - label);
      gradient[row * columns + column] = (expected - label) / rows;
      gradientBounds[row * columns + column] = (SECOND_ORDER * off) / rows + UNDERFLOW;
    }
  }
  return { loss, lossBound: SECOND_ORDER * lossBound + UNDERFLOW, gradient, gradientBounds };
}

/** Elements that the engine adds up in one item at most, a few more or less. */
const ELEMENTS_PER_SUM = 4112;

export function sigmoidCrossEntropy(labels: Float32Array, logits: Float32Array): CrossEntropy {
  const count = labels.length;
  const depth = lanesDepth(Math.min(count, ELEMENTS_PER_SUM)) + meanDepth(Math.ceil(count / 4096));
  const gradientBounds = new Float64Array(count);
  let loss = 0;
  let lossBound = 0;
  const gradient = Float64Array.from(logits, (z, at) => {
    const label = labels[at]!;
    const linear = Math.max(z, 0) - z * label;
    const tail = Math.log1p(Math.exp(-Math.abs(z)));
    loss += (linear + tail) / count;
    // e^-|z|, the logarithm, and the two roundings of putting back what 1 + x lost; product, difference and sum.
    const offTail = (EXP + LOG + 2 * UNIT) * tail;
    const off = offTail + UNIT * (Math.abs(z * label) + Math.abs(linear) + Math.abs(linear + tail));
    lossBound += (off + gamma(depth) * Math.abs(linear + tail)) / count;

    const probability = 1 / (1 + Math.exp(-z));
    // e^-|z|, a sum and a quotient; then a difference and 1 / count, twice.
    const offProbability = (EXP + 2 * UNIT) * probability + 3 * UNIT * Math.abs(probability - label);
    gradientBounds[at] = (SECOND_ORDER * offProbability) / count + UNDERFLOW;
    return (probability - label) / count;
  });
  return { loss, lossBound: SECOND_ORDER * lossBound + UNDERFLOW, gradient, gradientBounds };
}

/** The largest difference between two arrays: infinite where only one of them has a NaN or an infinity. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let most = 0;
  for (let index = 0; index < actual.length; index++) {
    const [got, wanted] = [actual[index]!, expected[index]!];
    if (got === wanted || (Number.isNaN(got) && Number.isNaN(wanted))) continue;
    const off = Math.abs(got - wanted);
    if (Number.isNaN(off)) return Infinity;
    most = Math.max(most, off);
  }
  return most;
}
