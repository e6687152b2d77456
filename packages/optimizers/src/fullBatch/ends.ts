import { type Landscape, type Point, roundingOf } from './landscape.js';
import { largest } from './vectors.js';

/** Lower, or as low as rounding can tell and flatter. */
export function isBetter(landscape: Landscape, from: Point, point: Point): boolean {
  if (point.value < from.value) return true;
  const isAsLow = point.value <= from.value + roundingOf(landscape, from);
  return isAsLow && largest(point.gradient) < largest(from.gradient);
}

/** Why to end at a point without a slope. */
export function flat({ gradient }: Point): string {
  return `a minimum was reached: no element of the gradient is larger than ${largest(gradient).toPrecision(2)}`;
}

/** Why to end at a point that nothing leads down from. */
export function noLower({ gradient }: Point): string {
  const slope = largest(gradient).toPrecision(2);
  return `a minimum was reached, as far as rounding shows: no lower loss was found, and no element of the gradient is larger than ${slope}`;
}
