/** Unit roundoff of float32. */
export const UNIT: number = 2 ** -24;

/**
 * The most that a float32 sum of `terms` products can be off, relative to the sum of their magnitudes, in whatever
 * order it is formed and with or without fused multiply-add: γ(n) = n·u / (1 − n·u) for n roundings on the longest
 * path (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1).
 */
export function gamma(roundings: number): number {
  return (roundings * UNIT) / (1 - roundings * UNIT);
}

export interface Reference {
  readonly values: Float64Array;
  /** For each output the sum of the magnitudes of its terms. */
  readonly magnitudes: Float64Array;
}

export interface Matrices {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly bias?: Float32Array;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A·B + bias in float64, term by term. */
export function referenceProduct({ a, b, bias, m, n, k, transposeA, transposeB }: Matrices): Reference {
  const values = new Float64Array(m * n);
  const magnitudes = new Float64Array(m * n);
  const rows = transposeA ? transposed(a, k, m) : a;
  const columns = transposeB ? b : transposed(b, k, n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = bias === undefined ? 0 : bias[j]!;
      let magnitude = Math.abs(sum);
      for (let p = 0; p < k; p++) {
        const term = rows[i * k + p]! * columns[j * k + p]!;
        sum += term;
        magnitude += Math.abs(term);
      }
      values[i * n + j] = sum;
      magnitudes[i * n + j] = magnitude;
    }
  }
  return { values, magnitudes };
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = matrix[row * columns + column]!;
  }
  return result;
}

/** The first output outside its bound, told in words; undefined when all are within. */
export function firstOutside(
  actual: ArrayLike<number>,
  { values, magnitudes }: Reference,
  roundings: number,
): string | undefined {
  if (actual.length !== values.length) return `${actual.length} outputs instead of ${values.length}`;
  for (let index = 0; index < values.length; index++) {
    const expected = values[index]!;
    const got = actual[index]!;
    if (Number.isFinite(magnitudes[index]!)) {
      // Half of the smallest subnormal for each product that may underflow.
      const bound = gamma(roundings) * magnitudes[index]! + roundings * 2 ** -150;
      if (!(Math.abs(got - expected) <= bound))
        return `output ${index}: ${got} instead of ${expected} ± ${bound}`;
    } else if (!Object.is(got, expected)) {
      return `output ${index}: ${got} instead of ${expected}`;
    }
  }
  return undefined;
}
