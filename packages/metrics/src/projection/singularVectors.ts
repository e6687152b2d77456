/** A matrix as its columns, all of one length. */
export type Columns = readonly Float64Array[];

/** Cosines below which two columns count as orthogonal. */
const ORTHOGONAL = 1e-15;
/** Jacobi's method needs six to ten for the largest matrices here. */
const MOST_SWEEPS = 60;

export interface SingularVectors {
  /** The columns of A V: the left singular vectors times the singular values, which fall. */
  readonly scaled: Columns;
  /** The columns of V: the right singular vectors. */
  readonly right: Columns;
  /** Falling. */
  readonly values: readonly number[];
}

/**
 * The singular value decomposition of a small matrix: pairs of columns are rotated until all are orthogonal.
 *
 * Hestenes, "Inversion of matrices by biorthogonalization and related results", 1958. It is accurate for small singular
 * values too (Demmel and Veselić, "Jacobi's method is more accurate than QR", 1992).
 */
export function singularVectors(matrix: Columns): SingularVectors {
  const scaled = matrix.map((column) => column.slice());
  const right = matrix.map((_, index) => unitVector(matrix.length, index));
  for (let sweep = 0; sweep < MOST_SWEEPS && rotateAll(scaled, right); sweep++);
  const values = scaled.map((column) => Math.sqrt(dot(column, column)));
  const order = values.map((_, index) => index).sort((a, b) => values[b]! - values[a]!);
  return {
    scaled: order.map((index) => scaled[index]!),
    right: order.map((index) => right[index]!),
    values: order.map((index) => values[index]!),
  };
}

/** Whether any pair needed it. */
function rotateAll(columns: Columns, right: Columns): boolean {
  let isRotated = false;
  for (let second = 1; second < columns.length; second++) {
    for (let first = 0; first < second; first++) {
      const [a, b] = [columns[first]!, columns[second]!];
      const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
      if (Math.abs(ab) <= ORTHOGONAL * Math.sqrt(aa) * Math.sqrt(bb)) continue;
      const tangent = tangentFor((bb - aa) / (2 * ab));
      rotate(a, b, tangent);
      rotate(right[first]!, right[second]!, tangent);
      isRotated = true;
    }
  }
  return isRotated;
}

/** The smaller root of t² + 2 ζ t − 1. */
function tangentFor(zeta: number): number {
  return (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
}

function rotate(a: Float64Array, b: Float64Array, tangent: number): void {
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let index = 0; index < a.length; index++) {
    const left = a[index]!;
    const right = b[index]!;
    a[index] = cosine * left - sine * right;
    b[index] = sine * left + cosine * right;
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

export function unitVector(length: number, at: number): Float64Array {
  const vector = new Float64Array(length);
  vector[at] = 1;
  return vector;
}

/** Adds a multiple of `vector` to `target`. */
export function addTo(target: Float64Array, factor: number, vector: Float64Array): void {
  for (let index = 0; index < target.length; index++) target[index]! += factor * vector[index]!;
}

/**
 * Makes `vector` a unit vector that is orthogonal to all of `basis`, in place; `false` where it lies in what they span.
 */
export function orthonormalize(vector: Float64Array, basis: Columns): boolean {
  const before = Math.sqrt(dot(vector, vector));
  // What the first pass leaves by rounding, the second takes away.
  for (let pass = 0; pass < 2; pass++) {
    for (const each of basis) addTo(vector, -dot(vector, each), each);
  }
  const left = Math.sqrt(dot(vector, vector));
  if (!(left > 1e-12 * before)) return false;
  for (let index = 0; index < vector.length; index++) vector[index]! /= left;
  return true;
}
