import { Breath } from '@neutype/core';
import { cholesky, solveCholesky } from './cholesky.js';
import { add, dot, type Vector } from './vectors.js';

/** Where the rows of a Jacobian go, each with its residual. */
export interface RowSink {
  add(row: ArrayLike<number>, residual: number): void;
}

/** A linear least-squares problem, which grows row by row and is solved with damping. */
export interface NormalEquations extends RowSink {
  /** (JᵀJ + μI)⁻¹ Jᵀe; undefined where that cannot be inverted. */
  solve(damping: number): Promise<Vector | undefined>;
}

/** Equations in as many unknowns as there are weights or residuals, whichever are fewer: both have the same solution. */
export function normalEquations(weights: number, residuals: number): NormalEquations {
  return weights <= residuals
    ? new EquationsOfWeights(weights)
    : new EquationsOfResiduals(weights, residuals);
}

/** The numbers that are kept, at least. */
export function sizeOfEquations(weights: number, residuals: number): number {
  return weights <= residuals ? 2 * weights * weights : residuals * (weights + 2 * residuals);
}

/** JᵀJ and Jᵀe: rows are added to them, and not kept. */
class EquationsOfWeights implements NormalEquations {
  readonly #matrix: Vector;
  readonly #right: Vector;

  constructor(weights: number) {
    this.#matrix = new Float64Array(weights * weights);
    this.#right = new Float64Array(weights);
  }

  add(row: ArrayLike<number>, residual: number): void {
    const size = this.#right.length;
    for (let i = 0; i < size; i++) {
      const value = row[i] as number;
      if (value === 0) continue;
      this.#right[i] = (this.#right[i] as number) + value * residual;
      const start = i * size;
      for (let j = 0; j <= i; j++) {
        this.#matrix[start + j] = (this.#matrix[start + j] as number) + value * (row[j] as number);
      }
    }
  }

  async solve(damping: number): Promise<Vector | undefined> {
    const lower = await cholesky(this.#matrix, damping);
    return lower && solveCholesky(lower, this.#right);
  }
}

/** J and e: Jᵀ (JJᵀ + μI)⁻¹ e is the same, and cheaper where there are fewer residuals than weights. */
class EquationsOfResiduals implements NormalEquations {
  readonly #weights: number;
  readonly #rows: Vector[] = [];
  readonly #residuals: Vector;
  #products: Vector | undefined;

  constructor(weights: number, residuals: number) {
    this.#weights = weights;
    this.#residuals = new Float64Array(residuals);
  }

  add(row: ArrayLike<number>, residual: number): void {
    this.#residuals[this.#rows.length] = residual;
    this.#rows.push(Float64Array.from(row));
    this.#products = undefined;
  }

  async solve(damping: number): Promise<Vector | undefined> {
    const lower = await cholesky(await this.#gram(), damping);
    if (!lower) return undefined;
    const shares = solveCholesky(lower, this.#residuals);
    const solution = new Float64Array(this.#weights);
    for (const [i, row] of this.#rows.entries()) add(solution, shares[i] as number, row);
    return solution;
  }

  /** The lower triangle of JJᵀ. */
  async #gram(): Promise<Vector> {
    if (this.#products) return this.#products;
    const size = this.#residuals.length;
    const products = new Float64Array(size * size);
    const breath = new Breath();
    for (const [i, row] of this.#rows.entries()) {
      if (breath.due) await breath.take();
      for (let j = 0; j <= i; j++) products[i * size + j] = dot(row, this.#rows[j] as Vector);
    }
    this.#products = products;
    return products;
  }
}
