import type { Draws } from './draws.js';
import type { Trace } from './trace.js';
import type { Variation } from './variation.js';

const { ceil, exp, floor, max, min, PI, sin, sqrt } = Math;

/** Chooses a pen and presses it differently along each trace. */
export function press(trace: Trace, variation: Variation, draws: Draws): void {
  const radius = variation.penRadius * exp(variation.penSpread * draws.bell());
  const depth = draws.uniform(0, variation.pressure);
  const frequency = draws.uniform(0.03, 0.22);
  const phase = draws.uniform(0, 2 * PI);
  for (let i = 0; i < trace.length; i++) {
    trace.radius[i] = radius * (1 + depth * sin(frequency * i + phase));
  }
}

/**
 * Draws a trace onto a square of gray levels, each piece a capsule with soft edges: a pixel is inked by the share that
 * lies inside, measured by the distance from its center to the pen's path.
 *
 * @param paper `size` * `size` values, to which ink from 0 to 1 is applied
 * @param edge how many pixels the edge takes from full to none
 */
export function ink(trace: Trace, paper: Float32Array, size: number, edge: number): void {
  const { x, y, radius, begins } = trace;
  for (let i = 1; i < trace.length; i++) {
    if (begins[i] === 1) continue;
    inkPiece(paper, size, edge, x[i - 1]!, y[i - 1]!, x[i]!, y[i]!, radius[i]!);
  }
}

function inkPiece(
  paper: Float32Array,
  size: number,
  edge: number,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  radius: number,
): void {
  const reach = radius + edge / 2;
  const left = max(0, ceil(min(fromX, toX) - reach));
  const right = min(size - 1, floor(max(fromX, toX) + reach));
  const top = max(0, ceil(min(fromY, toY) - reach));
  const bottom = min(size - 1, floor(max(fromY, toY) + reach));
  const alongX = toX - fromX;
  const alongY = toY - fromY;
  const lengthSquared = alongX * alongX + alongY * alongY;
  const inverse = lengthSquared > 0 ? 1 / lengthSquared : 0;
  for (let row = top; row <= bottom; row++) {
    const dy = row - fromY;
    for (let column = left; column <= right; column++) {
      const dx = column - fromX;
      const share = min(1, max(0, (dx * alongX + dy * alongY) * inverse));
      const offX = dx - share * alongX;
      const offY = dy - share * alongY;
      const squared = offX * offX + offY * offY;
      if (squared >= reach * reach) continue;
      const level = min(1, (reach - sqrt(squared)) / edge);
      const at = row * size + column;
      if (level > paper[at]!) paper[at] = level;
    }
  }
}
