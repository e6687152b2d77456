import { describe, expect, it } from '@jest/globals';
import { DataError } from '@neutype/errors';
import fc from 'fast-check';
import { type DType, ndarray, zeros } from '../src/index.js';

const OPERATIONS = {
  add: (a: bigint, b: bigint) => a + b,
  subtract: (a: bigint, b: bigint) => a - b,
  multiply: (a: bigint, b: bigint) => a * b,
};
type Name = keyof typeof OPERATIONS;

const RANGES = [
  ['int8', -128, 127],
  ['int16', -32768, 32767],
  ['int32', -(2 ** 31), 2 ** 31 - 1],
  ['uint8', 0, 255],
  ['uint8clamped', 0, 255],
  ['uint16', 0, 65535],
  ['uint32', 0, 2 ** 32 - 1],
] as const satisfies readonly (readonly [DType, number, number])[];

const integer = fc.oneof(
  fc.integer({ min: -3, max: 300 }),
  fc.integer({ min: -(2 ** 33), max: 2 ** 33 }),
  fc.constantFrom(...RANGES.flatMap(([, low, high]) => [low - 1, low, high, high + 1])),
);

describe.each(RANGES)('an array of %s', (dtype, low, high) => {
  it.each(Object.keys(OPERATIONS) as Name[])('takes the exact results of %s, or none of them', (name) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 6 }),
        integer,
        fc.constantFrom('number', 'list', 'typed array'),
        (elements, operand, form) => {
          const array = zeros([elements.length], dtype);
          array.data.set(elements);
          const value =
            form === 'number' ? operand : form === 'list' ? [operand] : ndarray(Int32Array.of(operand));
          const exact = typeof value === 'object' && 'data' in value ? value.data[0]! : operand;
          const results = elements.map((element) => OPERATIONS[name](BigInt(element), BigInt(exact)));
          const fits = results.every((result) => result >= BigInt(low) && result <= BigInt(high));
          if (fits) {
            expect([...array[name](value).data].map(BigInt)).toEqual(results);
          } else {
            expect(() => array[name](value)).toThrow(DataError);
            expect([...array.data]).toEqual(elements);
          }
        },
      ),
    );
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %d', (value) => {
    for (const name of Object.keys(OPERATIONS) as Name[]) {
      expect(() => zeros([2], dtype)[name](value)).toThrow(
        `NdArray.${name}: expected whole numbers for an array of ${dtype}, got ${value}. ` +
          'Make a float32 array first: x.toFloat32().',
      );
      expect(() => zeros([2], dtype)[name]([1, value])).toThrow(`got ${value}`);
    }
  });
});

describe('an operation that would wrap around', () => {
  it.each([
    [300, 'results from 0 to 255 for an array of uint8, got 300 at [0][0]'],
    [-1, 'results from 0 to 255 for an array of uint8, got -1 at [0][0]'],
    [253, 'results from 0 to 255 for an array of uint8, got 256 at [1][1]'],
  ])('names the element: adding %d', (value, message) => {
    const array = ndarray(Uint8Array.of(0, 1, 2, 3), [2, 2]);
    expect(() => array.add(value)).toThrow(`NdArray.add: expected ${message}.`);
    expect([...array.data]).toEqual([0, 1, 2, 3]);
  });

  it('is refused for two arrays of integers', () => {
    expect(() => ndarray(Uint8Array.of(200)).add(ndarray(Int32Array.of(100)))).toThrow('got 300 at [0]');
    expect(() => ndarray(Int32Array.of(2 ** 16)).multiply(ndarray(Int32Array.of(2 ** 16)))).toThrow(
      'results from -2147483648 to 2147483647 for an array of int32, got 4294967296 at [0]',
    );
    expect(() => ndarray(new Int8Array(4), [2, 2]).subtract(ndarray(Uint8Array.of(0, 129)))).toThrow(
      'got -129 at [0][1]',
    );
  });
});
