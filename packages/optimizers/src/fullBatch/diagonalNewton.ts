import { flat } from './ends.js';
import type { Landscape, Point } from './landscape.js';
import type { Minimizer, MinimizerState, Outcome } from './minimizer.js';
import { largest } from './vectors.js';

/** A landscape that knows the curvature along each weight. */
export interface DiagonalLandscape extends Landscape {
  /** The diagonal of the Hessian at a point. */
  hessianDiagonal(point: Point): Promise<Float64Array>;
}

/** Options of {@link DiagonalNewton}. */
export interface DiagonalOptions {
  /** Curvature counts as so much at least. */
  readonly minEigval: number;
  readonly tolerance: number;
}

/**
 * Newton's method along each weight alone: w ← w − step · g / max(|h|, minEigval), where h is the diagonal of the Hessian.
 * The curvature's sign is left out, as the loss would rise where it is negative.
 *
 * Becker and LeCun, "Improving the convergence of back-propagation learning with second-order methods", 1988.
 */
export class DiagonalNewton implements Minimizer<DiagonalLandscape> {
  readonly #options: DiagonalOptions;

  constructor(options: DiagonalOptions) {
    this.#options = options;
  }

  async update(landscape: DiagonalLandscape, from: Point, step: number): Promise<Outcome> {
    const { minEigval, tolerance } = this.#options;
    if (largest(from.gradient) <= tolerance) return { point: from, ended: flat(from) };
    const diagonal = await landscape.hessianDiagonal(from);
    const weights = from.weights.map((weight, i) => {
      const curvature = Math.max(Math.abs(diagonal[i] as number), minEigval);
      return weight - (step * (from.gradient[i] as number)) / curvature;
    });
    return { point: await landscape.at(weights) };
  }

  state(): MinimizerState {
    return {};
  }

  restore(): void {}
}
