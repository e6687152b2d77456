import type { Draws } from './draws.js';
import type { Knots } from './knots.js';
import type { Variation } from './variation.js';

// A global is looked up at each use where modules run in a context of their own, as under test runners.
const { cos, exp, max, min, PI, sin } = Math;

/**
 * Bends a digit as a whole: stretches one end of height and width at the cost of the other, adds a smooth random
 * displacement, then slants, widens and rotates.
 */
export function deform(knots: Knots, variation: Variation, draws: Draws): void {
  const { x, y, length } = knots;
  stretchUnevenly(x, length, exp(variation.balance * draws.bell()));
  stretchUnevenly(y, length, exp(variation.balance * draws.bell()));
  displace(knots, variation.elastic, draws);
  const slant = variation.slantMean + variation.slant * draws.bell();
  const aspect = exp(variation.aspect * draws.bell());
  const angle = variation.rotation * draws.bell();
  const [right, down] = [cos(angle), sin(angle)];
  for (let i = 0; i < length; i++) {
    const wide = aspect * x[i]! - slant * y[i]!;
    const high = y[i]!;
    x[i] = right * wide - down * high;
    y[i] = down * wide + right * high;
  }
}

/** Maps the range of the values onto itself by a power. */
function stretchUnevenly(values: Float32Array, length: number, exponent: number): void {
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < length; i++) {
    low = min(low, values[i]!);
    high = max(high, values[i]!);
  }
  const span = max(high - low, 0.05);
  for (let i = 0; i < length; i++) values[i] = low + span * ((values[i]! - low) / span) ** exponent;
}

/** Adds a displacement field of two waves for each axis, about one period over the digit. */
function displace({ x, y, length }: Knots, amplitude: number, draws: Draws): void {
  const [wave0, wave1, wave2, wave3] = [wave(draws), wave(draws), wave(draws), wave(draws)];
  for (let i = 0; i < length; i++) {
    const px = x[i]!;
    const py = y[i]!;
    x[i] = px + amplitude * (value(wave0, px, py) + value(wave1, px, py));
    y[i] = py + amplitude * (value(wave2, px, py) + value(wave3, px, py));
  }
}

interface Wave {
  readonly alongX: number;
  readonly alongY: number;
  readonly phase: number;
}

function wave(draws: Draws): Wave {
  return { alongX: 4 * draws.bell(), alongY: 4 * draws.bell(), phase: draws.uniform(0, 2 * PI) };
}

function value({ alongX, alongY, phase }: Wave, x: number, y: number): number {
  return sin(alongX * x + alongY * y + phase);
}
