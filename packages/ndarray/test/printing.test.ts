import { describe, expect, it } from '@jest/globals';
import { shown } from '@neutype/errors';
import { GAP, shownIndices } from '../src/format/shownIndices.js';
import { formatFixed, zeros } from '../src/index.js';
import { arrayOf, type GoldenArray, readGolden } from './golden.js';

interface Printed extends GoldenArray {
  readonly name: string;
  readonly text: string;
}

describe('toString prints as NumPy does', () => {
  it.each(readGolden<Printed>('printing'))('$name ($dtype)', (golden) => {
    expect(String(arrayOf(golden))).toBe(golden.text);
  });
});

describe('formatFixed', () => {
  it.each([
    // format(value, f'.{digits}f') in Python
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [-0.125, 2, '-0.12'],
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [0.15, 1, '0.1'],
    [0.25, 1, '0.2'],
    [2 / 3, 4, '0.6667'],
    [0.995, 2, '0.99'],
    [1, 3, '1.000'],
    [Number.NaN, 2, 'nan'],
    [Number.POSITIVE_INFINITY, 2, 'inf'],
    [Number.NEGATIVE_INFINITY, 0, '-inf'],
    [1e21, 2, '1000000000000000000000.00'],
    [-1.5e22, 1, '-15000000000000000000000.0'],
    [2 ** 80, 0, '1208925819614629174706176'],
  ])('writes %d with %d digits as %s', (value, digits, text) => {
    expect(formatFixed(value, digits)).toBe(text);
  });
});

describe('formatFixed refuses', () => {
  it.each([-1, 101, 0.5, Number.NaN, undefined, '2'])('%p digits', (digits) => {
    expect(() => formatFixed(1, digits as number)).toThrow(
      `formatFixed, digits: expected a whole number from 0 to 100, got ${shown(digits)}.`,
    );
  });

  it.each([undefined, null, '1', 1n, {}])('the value %p', (value) => {
    expect(() => formatFixed(value as number, 2)).toThrow(
      `formatFixed, value: expected a number, got ${shown(value)}.`,
    );
  });
});

describe('toString', () => {
  it.each(['int8', 'int16', 'int32', 'uint8', 'uint8clamped', 'uint16', 'uint32'] as const)(
    'writes %s without a point',
    (dtype) => {
      expect(String(zeros([2], dtype).add([1, 20]))).toBe('[ 1 20]');
    },
  );
});

describe('a long dimension', () => {
  it('is printed without reading the elements between its corners', () => {
    const length = 2 ** 40; // longer than any list of its indices could be
    expect(shownIndices(length, true)).toEqual([0, 1, 2, GAP, length - 3, length - 2, length - 1]);
  });

  it('is printed by its corners', () => {
    expect(String(zeros([2 ** 26], 'uint8'))).toBe('[0 0 0 ... 0 0 0]');
  });
});
