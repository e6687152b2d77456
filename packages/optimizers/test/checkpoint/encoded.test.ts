import { describe, expect, it } from '@jest/globals';
import { decoded, encoded } from '../../src/checkpoint/encoded.js';

describe('data that go through JSON', () => {
  it.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY],
    [-0],
    [0],
    [5e-324],
    [0.1 + 0.2],
    [null],
    ['NaN'],
    [[1, [Number.NaN, { a: -0 }], true]],
    [{ epoch: 3, metrics: { accuracy: Number.NaN }, memory: null }],
  ])('come back as they were: %p', (data) => {
    expect(decoded(JSON.parse(JSON.stringify(encoded(data))))).toStrictEqual(data);
  });

  it('lose members without a value', () => {
    expect(decoded(encoded({ a: 1, b: undefined }))).toStrictEqual({ a: 1 });
  });
});
