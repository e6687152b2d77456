import { flat, isBetter, noLower } from './ends.js';
import { isFinitePoint, type Landscape, type Point } from './landscape.js';
import type { Minimizer, MinimizerState, Outcome } from './minimizer.js';
import { type NormalEquations, normalEquations, type RowSink } from './normalEquations.js';
import { largest, moved } from './vectors.js';

/** A landscape whose loss is a sum of squares, but for a factor. */
export interface ResidualLandscape extends Landscape {
  readonly residuals: number;
  /** Gives the residuals at a point, each with its derivatives by the weights. */
  jacobian(point: Point, sink: RowSink): Promise<void>;
}

/** Options of {@link Marquardt}. */
export interface MarquardtOptions {
  /** The damping at first. */
  readonly mu: number;
  /** What it is divided by after a move, and multiplied by after one that was rejected; more with each in a row. */
  readonly factor: number;
  readonly minMu: number;
  readonly maxMu: number;
  readonly tolerance: number;
}

/** The damping is not divided by more at a time. */
const FASTEST = 10;

/**
 * The method of Levenberg and Marquardt: w ← w − (JᵀJ + μI)⁻¹ Jᵀe, between Gauss and Newton's method and steepest descent.
 * A move that makes the sum of squares larger is not made, but tried again with more damping.
 *
 * Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", 1963; that repeated rejections count
 * twice as much each time is of Nielsen, "Damping parameter in Marquardt's method", 1999.
 */
export class Marquardt implements Minimizer<ResidualLandscape> {
  readonly #options: MarquardtOptions;
  #mu: number;
  #division: number;

  constructor(options: MarquardtOptions) {
    this.#options = options;
    this.#mu = options.mu;
    this.#division = options.factor;
  }

  async update(landscape: ResidualLandscape, from: Point): Promise<Outcome> {
    if (largest(from.gradient) <= this.#options.tolerance) return { point: from, ended: flat(from) };
    const equations = normalEquations(from.weights.length, landscape.residuals);
    await landscape.jacobian(from, equations);
    const { factor, maxMu, minMu } = this.#options;
    let growth = factor;
    while (this.#mu <= maxMu) {
      const point = await this.#tryMove(landscape, from, equations);
      if (point) {
        this.#mu = Math.max(minMu, this.#mu / this.#division);
        this.#division = Math.min(this.#division * factor, Math.max(FASTEST, factor));
        return { point };
      }
      this.#division = factor;
      this.#mu = Math.max(this.#mu * growth, minMu);
      growth *= 2;
    }
    this.#mu = this.#options.mu;
    return { point: from, ended: noLower(from) };
  }

  state(): MinimizerState {
    return { mu: this.#mu, division: this.#division };
  }

  restore({ mu, division }: MinimizerState): void {
    this.#mu = mu as number;
    this.#division = division as number;
  }

  async #tryMove(landscape: Landscape, from: Point, equations: NormalEquations): Promise<Point | undefined> {
    const step = await equations.solve(this.#mu);
    if (!step) return undefined;
    const point = await landscape.at(moved(from.weights, -1, step));
    return isFinitePoint(point) && isBetter(landscape, from, point) ? point : undefined;
  }
}
