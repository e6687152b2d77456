import { Breath } from '@neutype/core';
import type { Vector } from './vectors.js';

/**
 * The lower triangle L of a symmetric positive definite matrix A = LLᵀ, row by row; only the lower triangle of `matrix` is
 * read.
 *
 * @param damping added to the diagonal
 * @returns undefined where the matrix is not positive definite, as far as rounding can tell
 */
export async function cholesky(matrix: Vector, damping = 0): Promise<Vector | undefined> {
  const size = Math.sqrt(matrix.length);
  const lower = new Float64Array(matrix.length);
  const breath = new Breath();
  for (let i = 0; i < size; i++) {
    if (breath.due) await breath.take();
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const rest = (matrix[row + j] as number) - dotOfRows(lower, row, j * size, j);
      if (j < i) {
        lower[row + j] = rest / (lower[j * size + j] as number);
        continue;
      }
      const diagonal = (matrix[row + i] as number) + damping;
      const pivot = rest + damping;
      if (!(pivot > size * Number.EPSILON * Math.abs(diagonal))) return undefined;
      lower[row + i] = Math.sqrt(pivot);
    }
  }
  return lower;
}

/** Solves LLᵀx = b. */
export function solveCholesky(lower: Vector, b: Vector): Vector {
  const size = b.length;
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    x[i] = ((x[i] as number) - dotWith(lower, i * size, x, i)) / (lower[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = (x[i] as number) / (lower[i * size + i] as number);
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] = (x[j] as number) - value * (lower[i * size + j] as number);
  }
  return x;
}

function dotOfRows(matrix: Vector, a: number, b: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (matrix[a + k] as number) * (matrix[b + k] as number);
  return sum;
}

function dotWith(matrix: Vector, row: number, vector: Vector, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (matrix[row + k] as number) * (vector[k] as number);
  return sum;
}
