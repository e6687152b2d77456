import type { Draws } from './draws.js';
import type { Knots } from './knots.js';
import type { Style } from './skeletons/stroke.js';
import type { Variation } from './variation.js';

/** How much of a point's error the next point inherits; the rest is drawn anew, so that the spread stays the same. */
const STEADINESS = 0.6;
const FRESH = 0.8;

/** Writes a style once, as a hand would: every point a little off, strokes shifted, ends longer or shorter. */
export function writeStrokes(knots: Knots, style: Style, variation: Variation, draws: Draws): void {
  knots.copy(style.strokes);
  const { x, y, begins, length } = knots;
  const { knotJitter, strokeShift, endStretch } = variation;
  let [shiftX, shiftY, offX, offY] = [0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    if (begins[i] === 1) {
      shiftX = strokeShift * draws.bell();
      shiftY = strokeShift * draws.bell();
    }
    // A hand that is off stays off for a while: neighboring points err alike, and curves stay smooth.
    offX = STEADINESS * offX + FRESH * knotJitter * draws.bell();
    offY = STEADINESS * offY + FRESH * knotJitter * draws.bell();
    x[i] = x[i]! + shiftX + offX;
    y[i] = y[i]! + shiftY + offY;
  }
  for (let i = 0; i < length; i++) {
    const ends = i + 1 === length || begins[i + 1] === 1;
    if (begins[i] === 1) stretch(knots, i, i + 1, endStretch * draws.bell());
    else if (ends) stretch(knots, i, i - 1, endStretch * draws.bell());
  }
}

/** Moves an end away from its neighbor by a share of their distance. */
function stretch({ x, y }: Knots, end: number, neighbor: number, share: number): void {
  x[end] = x[end]! + share * (x[end]! - x[neighbor]!);
  y[end] = y[end]! + share * (y[end]! - y[neighbor]!);
}
