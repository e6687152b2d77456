import type { Conjugacy } from './conjugacy.js';
import type { Directions, Heading, Move } from './directions.js';
import type { Point } from './landscape.js';
import type { MinimizerState } from './minimizer.js';
import { dot, moved, scaled, type Vector } from './vectors.js';

/** Gradients that are further from orthogonal than this do not belong to one quadratic: Powell's rule. */
const FAR_FROM_ORTHOGONAL = 0.2;

/**
 * Conjugate directions: the way down, and β times the last direction. It begins anew where β is negative, and where two
 * gradients in a row are far from orthogonal.
 *
 * Powell, "Restart procedures for the conjugate gradient method", 1977.
 */
export class ConjugateDirections implements Directions {
  readonly #conjugacy: Conjugacy;
  #beta = 0;
  #direction: Vector = new Float64Array();
  /** The decrease that the last move promised, per unit of its direction and in all. */
  #promised = 0;

  constructor(conjugacy: Conjugacy) {
    this.#conjugacy = conjugacy;
  }

  from({ gradient }: Point): Heading | undefined {
    if (this.#promised === 0) return undefined;
    const direction = moved(scaled(-1, gradient), this.#beta, this.#direction);
    const slope = dot(gradient, direction);
    // As far as would change the loss as much as the last move, to first order: Nocedal and Wright, equation 3.60.
    return { direction, first: this.#promised / slope };
  }

  learn({ from, direction, found: { t, point } }: Move): void {
    this.#promised = t * dot(from.gradient, direction);
    this.#direction = direction;
    this.#beta = areFarFromOrthogonal(point.gradient, from.gradient)
      ? 0
      : Math.max(0, this.#conjugacy(point.gradient, from.gradient, direction));
  }

  forget(): void {
    this.#beta = 0;
    this.#promised = 0;
    this.#direction = new Float64Array();
  }

  state(): MinimizerState {
    return {
      beta: this.#beta,
      promised: this.#promised,
      direction: this.#direction.slice(),
    };
  }

  restore({ beta, promised, direction }: MinimizerState): void {
    this.#beta = beta as number;
    this.#promised = promised as number;
    this.#direction = (direction as Vector).slice();
  }
}

function areFarFromOrthogonal(gradient: Vector, before: Vector): boolean {
  return Math.abs(dot(gradient, before)) >= FAR_FROM_ORTHOGONAL * dot(gradient, gradient);
}
