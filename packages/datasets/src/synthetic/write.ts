import type { Draws } from './draws.js';
import type { Stroke, Style } from './skeletons/stroke.js';
import type { Trace } from './trace.js';
import type { Variation } from './variation.js';

const points = new Float32Array(128);

/** Writes a style once, as a hand would: every point a little off, strokes shifted, ends longer or shorter. */
export function writeStrokes(trace: Trace, style: Style, variation: Variation, draws: Draws): void {
  trace.clear();
  for (const stroke of style.strokes) {
    jitter(stroke, variation, draws);
    stretchEnd(0, 2, variation.endStretch * draws.bell());
    stretchEnd(stroke.length - 2, stroke.length - 4, variation.endStretch * draws.bell());
    trace.add(points, stroke.length);
  }
}

function jitter(stroke: Stroke, { knotJitter, strokeShift }: Variation, draws: Draws): void {
  const shiftX = strokeShift * draws.bell();
  const shiftY = strokeShift * draws.bell();
  for (let i = 0; i < stroke.length; i += 2) {
    const corner = i > 0 && stroke[i] === stroke[i - 2] && stroke[i + 1] === stroke[i - 1];
    points[i] = corner ? points[i - 2]! : stroke[i]! + shiftX + knotJitter * draws.bell();
    points[i + 1] = corner ? points[i - 1]! : stroke[i + 1]! + shiftY + knotJitter * draws.bell();
  }
}

function stretchEnd(end: number, neighbour: number, share: number): void {
  points[end] = points[end]! + share * (points[end]! - points[neighbour]!);
  points[end + 1] = points[end + 1]! + share * (points[end + 1]! - points[neighbour + 1]!);
}
