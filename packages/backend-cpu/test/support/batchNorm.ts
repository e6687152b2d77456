import { chunksOf } from '../../src/kernels/reduce/plan.js';
import type { Input } from './compare.js';
import { gamma, UNIT } from './reference.js';

/**
 * Batch normalisation in float64, and how far float32 may lie from it: one rounding after the other (Higham, Accuracy and
 * Stability of Numerical Algorithms, chapter 3). Products of errors are left to this.
 */
const SECOND_ORDER = 1.01;

/** Values and the most that each may be off. */
export interface Bounded {
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

function bounded(length: number): Bounded {
  return { values: new Float64Array(length), bounds: new Float64Array(length) };
}

function set({ values, bounds }: Bounded, at: number, value: number, bound: number): void {
  values[at] = value;
  bounds[at] = bound * SECOND_ORDER;
}

/** Roundings on the longest path of a sum over rows: chunks one after the other, then the chunks, then a division. */
function depthOf(rows: number, channels: number): number {
  const chunks = chunksOf({ outer: 1, rows, columns: channels });
  return Math.ceil(rows / chunks) + 4 + chunks + 1;
}

export interface Normalization {
  readonly y: Bounded;
  readonly mean: Bounded;
  readonly variance: Bounded;
  readonly invStd: Bounded;
}

export function batchNorm(x: Input, scale: Input, shift: Input, epsilon: number): Normalization {
  const channels = scale.values.length;
  const rows = x.values.length / channels;
  const depth = depthOf(rows, channels);
  const y = bounded(x.values.length);
  const [mean, variances, invStd] = [bounded(channels), bounded(channels), bounded(channels)];
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    let magnitude = 0;
    for (let at = channel; at < x.values.length; at += channels) {
      sum += x.values[at]!;
      magnitude += Math.abs(x.values[at]!);
    }
    const centre = sum / rows;
    const offCentre = (gamma(depth) * magnitude) / rows;
    let variance = 0;
    for (let at = channel; at < x.values.length; at += channels) {
      variance += (x.values[at]! - centre) ** 2 / rows;
    }
    // Around another centre squares add up to more, by its distance squared; each is rounded three times.
    const offVariance = offCentre ** 2 + gamma(depth + 3) * (variance + offCentre ** 2);
    const inverse = 1 / Math.sqrt(variance + epsilon);
    // Epsilon is rounded, then the sum, its root and the quotient.
    const relative = (offVariance + UNIT * epsilon) / (2 * (variance + epsilon)) + 3 * UNIT;
    set(mean, channel, centre, offCentre);
    set(variances, channel, variance, offVariance);
    set(invStd, channel, inverse, relative * inverse);
    const factor = inverse * scale.values[channel]!;
    for (let at = channel; at < x.values.length; at += channels) {
      const deviation = x.values[at]! - centre;
      const value = deviation * factor + shift.values[channel]!;
      // Factor, deviation and product are rounded, and the sum.
      const off = Math.abs(factor) * (offCentre + Math.abs(deviation) * (relative + 3 * UNIT));
      set(y, at, value, off + UNIT * Math.abs(value));
    }
  }
  return { y, mean, variance: variances, invStd };
}

export interface BatchNormGradients {
  readonly dx: Bounded;
  readonly dgamma: Bounded;
  readonly dbeta: Bounded;
}

/** From mean and 1 / standard deviation as they are given: gamma invStd (dy - mean(dy) - x̂ mean(dy x̂)). */
export function batchNormGradients(
  dy: Input,
  x: Input,
  scale: Input,
  mean: Input,
  invStd: Input,
): BatchNormGradients {
  const channels = scale.values.length;
  const rows = x.values.length / channels;
  const depth = depthOf(rows, channels);
  const [dx, dgamma, dbeta] = [bounded(x.values.length), bounded(channels), bounded(channels)];
  for (let channel = 0; channel < channels; channel++) {
    const inverse = invStd.values[channel]!;
    const normalized = (at: number) => (x.values[at]! - mean.values[channel]!) * inverse;
    const [plain, weighted] = [
      { sum: 0, magnitude: 0 },
      { sum: 0, magnitude: 0 },
    ];
    for (let at = channel; at < x.values.length; at += channels) {
      const gradient = dy.values[at]!;
      const along = gradient * normalized(at);
      plain.sum += gradient;
      plain.magnitude += Math.abs(gradient);
      weighted.sum += along;
      weighted.magnitude += Math.abs(along);
    }
    const offPlain = gamma(depth) * plain.magnitude;
    // Deviation, normalised value and product are rounded.
    const offWeighted = gamma(depth + 3) * weighted.magnitude;
    set(dbeta, channel, plain.sum, offPlain);
    set(dgamma, channel, weighted.sum, offWeighted);
    const factor = scale.values[channel]! * inverse;
    for (let at = channel; at < x.values.length; at += channels) {
      const place = normalized(at);
      const even = plain.sum / rows;
      const along = (place * weighted.sum) / rows;
      // 1 / rows is rounded, and each product with it: twice for the even part, five times for the other.
      const offEven = offPlain / rows + 2 * UNIT * Math.abs(even);
      const offAlong = (Math.abs(place) * offWeighted) / rows + 5 * UNIT * Math.abs(along);
      // Two differences, the factor and the product with it.
      const rest = 4 * UNIT * (Math.abs(dy.values[at]!) + Math.abs(even) + Math.abs(along));
      set(dx, at, factor * (dy.values[at]! - even - along), Math.abs(factor) * (offEven + offAlong + rest));
    }
  }
  return { dx, dgamma, dbeta };
}
