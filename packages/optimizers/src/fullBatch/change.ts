import type { Move } from './directions.js';
import { difference, dot, norm, type Vector } from './vectors.js';

/** What a move has shown: how the weights changed, and how the gradient did. */
export interface Change {
  readonly weights: Vector;
  readonly gradient: Vector;
}

export function changeBy({ from, found: { point } }: Move): Change {
  return {
    weights: difference(point.weights, from.weights),
    gradient: difference(point.gradient, from.gradient),
  };
}

/** Curvature below this, relative to the lengths of the changes, is rounding. */
const SMALLEST_CURVATURE = 1e-10;

/** Whether the gradient rises along a move, as it does wherever the curvature is positive. */
export function rises({ weights, gradient }: Change): boolean {
  return dot(weights, gradient) > SMALLEST_CURVATURE * norm(weights) * norm(gradient);
}
