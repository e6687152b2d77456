import { cholesky, solveCholesky } from './cholesky.js';
import { flat, isBetter, noLower } from './ends.js';
import { isFinitePoint, type Landscape, type Point } from './landscape.js';
import type { Minimizer, MinimizerState, Outcome } from './minimizer.js';
import { largest, moved, type Vector } from './vectors.js';

/** A landscape that knows its curvature. */
export interface CurvedLandscape extends Landscape {
  /** The Hessian at a point, row by row. */
  hessian(point: Point): Promise<Vector>;
}

/** Options of {@link DampedNewton}. */
export interface NewtonOptions {
  /** Added to the diagonal of the Hessian, at least. */
  readonly damping: number;
  readonly tolerance: number;
}

/** What the damping is multiplied by where a move is rejected, and divided by where one is made. */
const GROWTH = 2;
const SHRINKAGE = 10;
/** The damping to go on with where there was none, relative to the largest element of the Hessian. */
const FIRST_DAMPING = 1e-3;
/** With so much more damping than curvature, moves are steepest descent, and shorter than any that is worth it. */
const MOST_DAMPING = 1e16;

/**
 * Newton's method: w ← w − (∇²L + cI)⁻¹ g. The damping c grows until the matrix is positive definite and the loss falls,
 * and shrinks again to what was asked for.
 *
 * Nocedal and Wright, "Numerical optimization", 2nd edition, 2006, section 3.4.
 */
export class DampedNewton implements Minimizer<CurvedLandscape> {
  readonly #options: NewtonOptions;
  #damping: number;

  constructor(options: NewtonOptions) {
    this.#options = options;
    this.#damping = options.damping;
  }

  async update(landscape: CurvedLandscape, from: Point): Promise<Outcome> {
    if (largest(from.gradient) <= this.#options.tolerance) return { point: from, ended: flat(from) };
    const hessian = await landscape.hessian(from);
    const size = largest(hessian) || 1;
    while (this.#damping <= MOST_DAMPING * Math.max(size, this.#options.damping)) {
      const point = await this.#tryMove(landscape, from, hessian);
      if (point) {
        this.#damping = Math.max(this.#options.damping, this.#damping / SHRINKAGE);
        return { point };
      }
      this.#damping = Math.max(this.#damping * GROWTH, FIRST_DAMPING * size);
    }
    this.#damping = this.#options.damping;
    return { point: from, ended: noLower(from) };
  }

  state(): MinimizerState {
    return { damping: this.#damping };
  }

  restore({ damping }: MinimizerState): void {
    this.#damping = damping as number;
  }

  async #tryMove(landscape: Landscape, from: Point, hessian: Vector): Promise<Point | undefined> {
    const lower = await cholesky(hessian, this.#damping);
    if (!lower) return undefined;
    const step = solveCholesky(lower, from.gradient);
    const point = await landscape.at(moved(from.weights, -1, step));
    return isFinitePoint(point) && isBetter(landscape, from, point) ? point : undefined;
  }
}
