import { describe, expect, it } from '@jest/globals';
import { gaussianValues } from '@neutype/core';
import { type Input, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { values } from '../support/shapes.js';

const KEY = { key0: 0x9e3779b9, key1: 0xfffffff1 };
/**
 * Of a number of the standard normal distribution: the angle, of up to 2π, and the radius, of up to 5.8, are right to a few units
 * of 2⁻²⁴ each.
 */
const ROUNDING = 5.8 * (2 * Math.PI + 4) * 2 ** -24;

describe('NeutypeGaussianNoise', () => {
  it.each([1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 1000, 40_001])(
    'adds the numbers of its definition, %i elements',
    (count) => {
      for (const [mean, std] of [
        [0, 1],
        [-2, 0.25],
      ] as const) {
        for (const counter of [0, 123_456]) {
          const x: Input = { values: values(count, randomSource(91)), shape: [count] };
          const inputs = { x, counter: { values: [counter], shape: [], dtype: 'int32' } as Input };
          const [y] = runOn('cpu', 'NeutypeGaussianNoise', inputs, { mean, std, ...KEY });
          const noise = gaussianValues(count, { mean, std, ...KEY }, counter);
          const worst = noise.reduce((most, value, at) => {
            const expected = x.values[at]! + value;
            const bound = std * ROUNDING + (Math.abs(expected) + Math.abs(value)) * 2 ** -23;
            return Math.max(most, Math.abs(y!.values[at]! - expected) / bound);
          }, 0);
          expect(worst).toBeLessThan(1);
        }
      }
    },
  );
});
