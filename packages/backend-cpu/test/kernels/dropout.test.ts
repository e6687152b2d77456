import { describe, expect, it } from '@jest/globals';
import { threefry2x32 } from '@neutype/random';
import { type Input, runOn } from '../support/compare.js';
import { worst } from '../support/double.js';
import { randomSource } from '../support/random.js';
import { values } from '../support/shapes.js';

const KEY = [0x9e3779b9, 0xfffffff1] as const;

function mask(count: number, rate: number, counter: number): Float32Array {
  const scale = new Float32Array(count);
  const words = new Uint32Array(2);
  for (let element = 0; element < count; element++) {
    threefry2x32(KEY[0], KEY[1], counter, element >> 1, words);
    const uniform = (words[element & 1]! >>> 8) / 2 ** 24;
    scale[element] = uniform >= rate ? 1 / (1 - rate) : 0;
  }
  return scale;
}

describe('NeutypeDropout', () => {
  it.each([0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 1000, 40_001])(
    'draws the mask of its definition, %i elements',
    (count) => {
      for (const rate of [0, 0.1, 0.25, 0.5, 0.9]) {
        for (const counter of [0, 1, 123_456]) {
          const x: Input = { values: values(count, randomSource(91)), shape: [count] };
          const inputs = { x, counter: { values: [counter], shape: [], dtype: 'int32' } as Input };
          const [y, scale] = runOn('cpu', 'NeutypeDropout', inputs, { rate, key0: KEY[0], key1: KEY[1] });
          const expected = mask(count, rate, counter);
          expect(worst(scale!.values, expected)).toBe(0);
          const dropped = Float32Array.from(expected, (factor, index) => factor * x.values[index]!);
          expect(worst(y!.values, dropped)).toBe(0);
        }
      }
    },
  );
});
