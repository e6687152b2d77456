import { describe, expect, it } from '@jest/globals';
import type { SelfGate } from '@neutype/core';
import { difference, type Input, type Output, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { values } from '../support/shapes.js';

/** Far enough for all gates to be open, or shut; the whole range of what is neither on the way. */
const X = Float32Array.from({ length: 100_003 }, (_, at) => (at - 50_000) / 1250);
const DY = values(X.length, randomSource(3));

interface Gated {
  readonly gate: SelfGate;
  /** What x is multiplied by. */
  readonly open: (x: number) => number;
  /** What dy is multiplied by. */
  readonly slope: (x: number) => number;
}

/** 2/√π e^-x² Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!! (Abramowitz and Stegun, 7.1.6), halved and around ½. */
function normal(x: number): number {
  const z = x * Math.SQRT1_2;
  if (Math.abs(z) > 6) return z > 0 ? 1 : 0;
  let term = z;
  let sum = z;
  for (let n = 1; n < 200; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + Math.exp(-z * z) * sum * Math.sqrt(1 / Math.PI);
}
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
function mish(x: number): number {
  return Math.tanh(Math.log1p(Math.exp(x)));
}
function cubic(x: number, cube: number): number {
  return Math.sqrt(8 / Math.PI) * x * (1 + cube * x * x);
}
function hard(x: number): number {
  return Math.min(Math.max(x / 6 + 0.5, 0), 1);
}

const gates: readonly Gated[] = [
  {
    gate: 'gelu',
    open: normal,
    slope: (x) => normal(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  },
  {
    gate: 'geluTanh',
    open: (x) => sigmoid(cubic(x, 0.044715)),
    slope: (x) => {
      const s = sigmoid(cubic(x, 0.044715));
      return s * (1 + cubic(x, 3 * 0.044715) * (1 - s));
    },
  },
  { gate: 'silu', open: sigmoid, slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) },
  { gate: 'mish', open: mish, slope: (x) => mish(x) + x * (1 - mish(x) ** 2) * sigmoid(x) },
  { gate: 'hardSwish', open: hard, slope: (x) => hard(x) + (Math.abs(x) < 3 ? x / 6 : 0) },
];

/**
 * Gates are within 10 units in the last place of 1, and what they are multiplied by adds a rounding. In a slope x (1 − s)
 * takes part, which 1 − s has moved by a rounding of 1, for an x that is at most 40, and below 12 where 1 − s counts; the
 * cubic moves its sigmoid by the roundings of an argument that is at most 90 where the sigmoid is not 1.
 */
const GATE = 20;
const SLOPE = 500;

describe.each(gates)('$gate', ({ gate, open, slope }) => {
  const x: Input = { values: X, shape: [X.length] };

  function expected(of: (value: number, at: number) => number): Output {
    return { values: Float64Array.from(X, of), shape: [X.length], dtype: 'float32' };
  }

  it('agrees with its formula in float64', () => {
    const [y] = runOn('cpu', 'NeutypeSelfGated', { x }, { gate });
    const gates = { ...y!, values: Float64Array.from(y!.values, (value, at) => value / (X[at] || 1)) };
    const wanted = expected((value) => (value === 0 ? 0 : open(value)));
    expect(difference(gates, wanted, { relative: 0, absolute: gamma(GATE) })).toBe(undefined);
  });

  it('has the slope of its formula in float64', () => {
    const dy: Input = { values: DY, shape: [X.length] };
    const [dx] = runOn('cpu', 'NeutypeSelfGatedGrad', { dy, x }, { gate });
    const wanted = expected((value, at) => slope(value) * DY[at]!);
    expect(difference(dx!, wanted, { relative: 0, absolute: gamma(SLOPE) })).toBe(undefined);
  });

  it('stays 0 or the input itself where the gate is shut or open, and lets NaN through', () => {
    const given = Float32Array.of(-1e4, 0, 1e4, 3e38, Number.NaN);
    const [y] = runOn('cpu', 'NeutypeSelfGated', { x: { values: given, shape: [5] } }, { gate });
    expect([...Float32Array.from(y!.values, (value) => value + 0)]).toEqual([
      0,
      0,
      1e4,
      given[3],
      Number.NaN,
    ]);
  });
});
