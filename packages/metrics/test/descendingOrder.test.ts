import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { descendingOrder } from '../src/descendingOrder.js';

/** More than are sorted by comparisons. */
const MANY = 3000;

function expectSorted(values: ArrayLike<number>): void {
  const order = descendingOrder(values);
  expect(new Set(order).size).toBe(values.length);
  const wrong = order.findIndex((place, rank) => {
    if (rank === 0) return false;
    const before = order[rank - 1]!;
    return values[before]! < values[place]! || (values[before] === values[place] && before > place);
  });
  expect(wrong).toBe(-1);
}

describe('descendingOrder', () => {
  it('puts the highest first, and leaves equal values in their order, however they are sorted', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(0, -0, Number.MIN_VALUE, -Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (values) => {
        expectSorted(values);
        expectSorted(Float64Array.from({ length: MANY }, (_, index) => values[index % values.length]!));
      }),
    );
  });

  it.each([
    ['Float32Array', (values: number[]) => Float32Array.from(values)],
    ['Uint8Array', (values: number[]) => Uint8Array.from(values)],
    ['Int32Array', (values: number[]) => Int32Array.from(values)],
  ])('sorts a %s', (_name, make) => {
    expectSorted(make(Array.from({ length: MANY }, (_, index) => ((index * 7919) % 1009) - 500)));
  });
});
