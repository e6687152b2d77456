import { difference, dot, type Vector } from './vectors.js';

/** How much of the last direction is kept, from the gradients before and after it. */
export type Conjugacy = (gradient: Vector, before: Vector, direction: Vector) => number;

/** The five formulas, under their authors' names. */
export type ConjugacyName = 'fletcherReeves' | 'polakRibiere' | 'hestenesStiefel' | 'liuStorey' | 'daiYuan';

/**
 * The formulas for β, where g is the gradient, g₀ the one before, d the direction between them and y = g − g₀.
 *
 * Hager and Zhang, "A survey of nonlinear conjugate gradient methods", 2006, table 1.
 */
export const CONJUGACIES: Readonly<Record<ConjugacyName, Conjugacy>> = {
  /** g·g / g₀·g₀ */
  fletcherReeves: (gradient, before) => ratio(dot(gradient, gradient), dot(before, before)),
  /** g·y / g₀·g₀ */
  polakRibiere: (gradient, before) => ratio(changeAlong(gradient, gradient, before), dot(before, before)),
  /** g·y / d·y */
  hestenesStiefel: (gradient, before, direction) =>
    ratio(changeAlong(gradient, gradient, before), changeAlong(direction, gradient, before)),
  /** −g·y / d·g₀ */
  liuStorey: (gradient, before, direction) =>
    ratio(-changeAlong(gradient, gradient, before), dot(direction, before)),
  /** g·g / d·y */
  daiYuan: (gradient, before, direction) =>
    ratio(dot(gradient, gradient), changeAlong(direction, gradient, before)),
};

/** a·y */
function changeAlong(a: Vector, gradient: Vector, before: Vector): number {
  return dot(a, difference(gradient, before));
}

/** 0, by which a method begins anew, where there is nothing to divide by. */
function ratio(above: number, below: number): number {
  const quotient = above / below;
  return Number.isFinite(quotient) ? quotient : 0;
}
