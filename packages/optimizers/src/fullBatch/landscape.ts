import { largest, type Vector } from './vectors.js';

/** Somewhere in a landscape. Never changed: whoever goes on makes another one. */
export interface Point {
  readonly weights: Vector;
  /** The loss there. */
  readonly value: number;
  readonly gradient: Vector;
}

/**
 * A loss as a function of all weights in one vector: what full-batch methods see of a network, and all that they need
 * to be tested without one.
 */
export interface Landscape {
  /**
   * How exact values are, relative to themselves: 2⁻⁵² or 0 for doubles. Differences below say nothing, and line
   * searches then go by the gradient.
   */
  readonly rounding: number;
  /** The loss and its gradient. The weights of the point may be rounded, to what a network can hold. */
  at(weights: Vector): Promise<Point>;
}

/** Whether anybody can go on from there. */
export function isFinitePoint({ value, gradient }: Point): boolean {
  return Number.isFinite(value) && Number.isFinite(largest(gradient));
}

/** How much of a value is rounding. */
export function roundingOf({ rounding }: Landscape, { value }: Point): number {
  return rounding * Math.abs(value);
}
