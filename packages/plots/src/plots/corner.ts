import { largest } from '../arrays/values.js';

/** A good classifier's curves need no finer scale than this to be told apart. */
const SMALLEST = 0.01;

/** How many times as far as the worst curve's bend the corner reaches, so that the bends stand well inside. */
const ROOM = 3;

/**
 * How much of both axes to show so that the bend of every curve is seen: 0.01, 0.02, 0.05, 0.1, 0.2, or all of them.
 *
 * @param bends how far from the ideal corner each curve's nearest point is, along the axis on which it is farther
 */
export function cornerSide(bends: readonly number[]): number {
  const wanted = ROOM * largest(bends);
  return [SMALLEST, 0.02, 0.05, 0.1, 0.2].find((side) => side >= wanted) ?? 1;
}

/** How far the point nearest to the ideal corner is from it, along the axis on which it is farther. */
export function bendOf(
  x: readonly number[],
  y: readonly number[],
  [idealX, idealY]: readonly [number, number],
): number {
  return x.reduce(
    (nearest, value, index) =>
      Math.min(nearest, Math.max(Math.abs(value - idealX), Math.abs(y[index]! - idealY))),
    1,
  );
}

/** What is said of a chart that shows only its corner; nothing of one that shows all. */
export function cornerNote(side: number, which: string): string {
  return side === 1 ? '' : ` Only the ${which} corner is shown, ${side} wide and high.`;
}

/** The part of a curve that the corner shows, and a point beyond on either side, so that lines still run out of it. */
export function inCorner(
  { x, y }: { readonly x: readonly number[]; readonly y: readonly number[] },
  [xDomain, yDomain]: readonly [Domain, Domain],
): { x: number[]; y: number[] } {
  const isInside = x.map((value, index) => isWithin(value, xDomain) && isWithin(y[index]!, yDomain));
  const isKept = isInside.map((inside, index) => inside || isInside[index - 1] || isInside[index + 1]);
  return { x: x.filter((_, index) => isKept[index]), y: y.filter((_, index) => isKept[index]) };
}

type Domain = readonly [number, number];

function isWithin(value: number, [low, high]: Domain): boolean {
  return value >= low && value <= high;
}
