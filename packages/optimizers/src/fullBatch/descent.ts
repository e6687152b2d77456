import type { Directions, Heading } from './directions.js';
import { flat, isBetter, noLower } from './ends.js';
import type { Landscape, Point } from './landscape.js';
import type { Minimizer, MinimizerState, Outcome } from './minimizer.js';
import { strongWolfe, type WolfeOptions } from './strongWolfe.js';
import { dot, largest, scaled, sumOfSizes } from './vectors.js';

/** Options of methods that follow directions. */
export interface DescentOptions {
  readonly wolfe: WolfeOptions;
  /** There is nothing more to do where no element of the gradient is larger. */
  readonly tolerance: number;
}

/**
 * Goes along a direction, as far as a line search says. Where the direction does not lead down, or no better point is
 * found along it, the method begins anew with steepest descent; where that finds none either, this is a minimum.
 */
export class Descent implements Minimizer {
  readonly #directions: Directions;
  readonly #options: DescentOptions;

  constructor(directions: Directions, options: DescentOptions) {
    this.#directions = directions;
    this.#options = options;
  }

  async update(landscape: Landscape, from: Point): Promise<Outcome> {
    if (largest(from.gradient) <= this.#options.tolerance) return { point: from, ended: flat(from) };
    const heading = await this.#directions.from(from);
    const point =
      (heading && (await this.#follow(landscape, from, heading))) ?? (await this.#beginAnew(landscape, from));
    return point ? { point } : { point: from, ended: noLower(from) };
  }

  state(): MinimizerState {
    return this.#directions.state();
  }

  restore(state: MinimizerState): void {
    this.#directions.restore(state);
  }

  #beginAnew(landscape: Landscape, from: Point): Promise<Point | undefined> {
    this.#directions.forget();
    return this.#follow(landscape, from, steepest(from));
  }

  async #follow(
    landscape: Landscape,
    from: Point,
    { direction, first }: Heading,
  ): Promise<Point | undefined> {
    if (!(dot(from.gradient, direction) < 0)) return undefined;
    const found = await strongWolfe(landscape, { from, direction, first }, this.#options.wolfe);
    if (!found || !isBetter(landscape, from, found.point)) return undefined;
    await this.#directions.learn({ from, direction, found });
    return found.point;
  }
}

/** The way down. How far is unknown: so far that the weights together change by 1 at most. */
export function steepest({ gradient }: Point): Heading {
  return { direction: scaled(-1, gradient), first: Math.min(1, 1 / sumOfSizes(gradient)) };
}
