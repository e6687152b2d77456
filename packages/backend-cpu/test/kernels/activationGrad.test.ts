import { describe, expect, it } from '@jest/globals';
import type { ActivationGradAttrs } from '@neutype/core';
import { difference, type Input, type Output, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 150;
const ALPHA = 0.3;
const LARGE = [{ shape: [100_003] }, { shape: [600, 257] }];

interface Activation {
  readonly activation: ActivationGradAttrs['activation'];
  readonly apply: (z: number) => number;
  /** dy · f'(z) from y = f(z); what is flat gives 0 whatever dy is, and a NaN counts as above zero where it is cut. */
  readonly gradient: (dy: number, y: number) => number;
  /** Roundings on the longest path, that of alpha included. */
  readonly roundings: number;
}

const activations: Activation[] = [
  {
    activation: 'relu',
    apply: (z) => Math.max(z, 0),
    gradient: (dy, y) => (y <= 0 ? 0 : dy),
    roundings: 0,
  },
  {
    activation: 'relu6',
    apply: (z) => Math.min(Math.max(z, 0), 6),
    gradient: (dy, y) => (y <= 0 || y >= 6 ? 0 : dy),
    roundings: 0,
  },
  {
    activation: 'leakyrelu',
    apply: (z) => (z > 0 ? z : ALPHA * z),
    gradient: (dy, y) => (y > 0 ? dy : ALPHA * dy),
    roundings: 2,
  },
  {
    activation: 'elu',
    apply: (z) => (z >= 0 ? z : Math.expm1(z)),
    gradient: (dy, y) => (y >= 0 ? dy : dy * (y + 1)),
    roundings: 2,
  },
  {
    activation: 'sigmoid',
    apply: (z) => 1 / (1 + Math.exp(-z)),
    gradient: (dy, y) => dy * (y * (1 - y)),
    roundings: 3,
  },
  {
    activation: 'tanh',
    apply: Math.tanh,
    gradient: (dy, y) => dy * ((1 - y) * (1 + y)),
    roundings: 4,
  },
];

describe.each(activations)('NeutypeActivationGrad of $activation', (the) => {
  const { activation, apply, gradient, roundings } = the;

  function problem(shape: number[], random: () => number, special: boolean): string | undefined {
    const dy: Input = { values: values(sizeOf(shape), random, special), shape };
    const y: Input = { values: values(sizeOf(shape), random, special).map(apply), shape };
    const [dz] = runOn('cpu', 'NeutypeActivationGrad', { dy, y }, { activation, alpha: ALPHA });
    const expected: Output = {
      values: Float64Array.from(dy.values, (value, at) => gradient(value, y.values[at]!)),
      shape,
      dtype: 'float32',
    };
    // Half of the smallest subnormal number, where the product underflows.
    return difference(dz!, expected, { relative: gamma(roundings), absolute: 2 ** -150 });
  }

  it.each([false, true])('agrees with its formula in float64, special values: %s', (special) => {
    const random = randomSource(16);
    const found = Array.from({ length: CASES }, () => problem(randomShape(random), random, special));
    expect(found.filter(Boolean)).toEqual([]);
  });

  it.each(LARGE)('agrees where threads take part, $shape', ({ shape }) => {
    expect(problem(shape, randomSource(17), true)).toBe(undefined);
  });
});
