import type { Draws } from './draws.js';
import type { Trace } from './trace.js';
import type { Variation } from './variation.js';

/**
 * Bends a trace as a whole: stretches one end of height and width at the cost of the other, adds a smooth random
 * displacement, then slants, widens and rotates.
 */
export function deform(trace: Trace, variation: Variation, draws: Draws): void {
  stretchUnevenly(trace.x, trace.length, Math.exp(variation.balance * draws.bell()));
  stretchUnevenly(trace.y, trace.length, Math.exp(variation.balance * draws.bell()));
  displace(trace, variation.elastic, draws);
  const slant = variation.slantMean + variation.slant * draws.bell();
  const aspect = Math.exp(variation.aspect * draws.bell());
  const angle = variation.rotation * draws.bell();
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const { x, y } = trace;
  for (let i = 0; i < trace.length; i++) {
    const wide = aspect * (x[i]! - 0.3) + slant * (0.5 - y[i]!);
    const high = y[i]! - 0.5;
    x[i] = cos * wide - sin * high;
    y[i] = sin * wide + cos * high;
  }
}

/** Maps [low, high] onto itself by a power. */
function stretchUnevenly(values: Float32Array, length: number, exponent: number): void {
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const span = Math.max(high - low, 0.05);
  for (let i = 0; i < length; i++) values[i] = low + span * ((values[i]! - low) / span) ** exponent;
}

/** A displacement field of two waves for each axis, about one period over the digit. */
function displace({ x, y, length }: Trace, amplitude: number, draws: Draws): void {
  const waves = [wave(draws), wave(draws), wave(draws), wave(draws)] as const;
  for (let i = 0; i < length; i++) {
    const [px, py] = [x[i]!, y[i]!];
    x[i] = px + amplitude * (value(waves[0], px, py) + value(waves[1], px, py));
    y[i] = py + amplitude * (value(waves[2], px, py) + value(waves[3], px, py));
  }
}

interface Wave {
  readonly alongX: number;
  readonly alongY: number;
  readonly phase: number;
}

function wave(draws: Draws): Wave {
  return {
    alongX: 4 * draws.bell(),
    alongY: 4 * draws.bell(),
    phase: draws.uniform(0, 2 * Math.PI),
  };
}

function value({ alongX, alongY, phase }: Wave, x: number, y: number): number {
  return Math.sin(alongX * x + alongY * y + phase);
}
