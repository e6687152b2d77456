import '../src/index.js';
import { describe, expect, it } from '@jest/globals';
import { engine, tensor } from '@tensorflow/tfjs-core';

function relu(values: number[]): number[] {
  const x = tensor(values, [values.length], 'float32');
  return [...engine().runKernel<typeof x>('Relu', { x }).dataSync()];
}

describe('Relu', () => {
  it.each([0, 1, 3, 4, 17, 100_003])('agrees with the definition on %i elements', (count) => {
    const values = Array.from({ length: count }, (_, index) => Math.fround(Math.sin(index) * index));
    expect(relu(values)).toEqual(values.map((value) => Math.max(value, 0)));
  });

  it('keeps NaN and infinity', () => {
    expect(relu([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toEqual([
      Number.NaN,
      Infinity,
      0,
    ]);
  });
});
