import { Breath } from '@neutype/core';
import { type Change, rises } from './change.js';
import { add, dot, norm, type Vector } from './vectors.js';

/** An estimate of the inverse of the Hessian, row by row. */
export type Matrix = Float64Array;

/** Changes an estimate in place, so that it takes the change of the gradient to that of the weights. */
export type InverseUpdate = (inverse: Matrix, change: Change) => Promise<void>;

/** The updates, under their names. */
export type InverseUpdateName = 'bfgs' | 'dfp' | 'sr1' | 'psb';

/** SR1 skips updates whose denominator is relatively this small: Nocedal and Wright, equation 6.26. */
const SMALLEST_DENOMINATOR = 1e-8;

/**
 * The updates of H, where s is the change of the weights, y that of the gradient, ρ = 1 / y·s and p = s − Hy. BFGS and DFP
 * leave out moves along which the gradient does not rise, as H would not stay positive definite.
 *
 * Nocedal and Wright, "Numerical optimization", 2nd edition, 2006, chapter 6; Powell, "A new algorithm for unconstrained
 * optimization", 1970, for PSB.
 */
export const INVERSE_UPDATES: Readonly<Record<InverseUpdateName, InverseUpdate>> = { bfgs, dfp, sr1, psb };

/** H ← (I − ρsyᵀ) H (I − ρysᵀ) + ρssᵀ */
async function bfgs(inverse: Matrix, change: Change): Promise<void> {
  if (!rises(change)) return;
  const { weights: s, gradient: y } = change;
  const curvature = dot(s, y);
  const hy = await times(inverse, y);
  const factor = (1 + dot(y, hy) / curvature) / curvature;
  await eachRow(inverse, (row, i) => {
    add(row, -(s[i] as number) / curvature, hy);
    add(row, factor * (s[i] as number) - (hy[i] as number) / curvature, s);
  });
}

/** H ← H − Hy(Hy)ᵀ / y·Hy + ρssᵀ */
async function dfp(inverse: Matrix, change: Change): Promise<void> {
  if (!rises(change)) return;
  const { weights: s, gradient: y } = change;
  const curvature = dot(s, y);
  const hy = await times(inverse, y);
  const yhy = dot(y, hy);
  if (!(yhy > 0)) return;
  await eachRow(inverse, (row, i) => {
    add(row, -(hy[i] as number) / yhy, hy);
    add(row, (s[i] as number) / curvature, s);
  });
}

/** H ← H + ppᵀ / p·y */
async function sr1(inverse: Matrix, { weights: s, gradient: y }: Change): Promise<void> {
  const p = await miss(inverse, s, y);
  const below = dot(p, y);
  if (!(Math.abs(below) >= SMALLEST_DENOMINATOR * norm(p) * norm(y)) || below === 0) return;
  await eachRow(inverse, (row, i) => add(row, (p[i] as number) / below, p));
}

/** H ← H + (pyᵀ + ypᵀ) / y·y − (p·y) yyᵀ / (y·y)² */
async function psb(inverse: Matrix, { weights: s, gradient: y }: Change): Promise<void> {
  const p = await miss(inverse, s, y);
  const yy = dot(y, y);
  if (!(yy > 0)) return;
  const factor = dot(p, y) / (yy * yy);
  await eachRow(inverse, (row, i) => {
    add(row, (p[i] as number) / yy - factor * (y[i] as number), y);
    add(row, (y[i] as number) / yy, p);
  });
}

/** s − Hy */
async function miss(inverse: Matrix, s: Vector, y: Vector): Promise<Vector> {
  const p = s.slice();
  add(p, -1, await times(inverse, y));
  return p;
}

/** factor · I */
export function scaledIdentity(size: number, factor: number): Matrix {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = factor;
  return matrix;
}

/** Visits the rows of a square matrix, as views; others may run in between. */
async function eachRow(matrix: Matrix, visit: (row: Vector, i: number) => void): Promise<void> {
  const size = Math.sqrt(matrix.length);
  const breath = new Breath();
  for (let i = 0; i < size; i++) {
    if (breath.due) await breath.take();
    visit(matrix.subarray(i * size, (i + 1) * size), i);
  }
}

/** The product of a square matrix and a vector. */
export async function times(matrix: Matrix, vector: Vector): Promise<Vector> {
  const product = new Float64Array(vector.length);
  await eachRow(matrix, (row, i) => {
    product[i] = dot(row, vector);
  });
  return product;
}
