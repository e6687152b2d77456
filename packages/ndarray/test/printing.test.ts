import { describe, expect, it } from '@jest/globals';
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
  ])('writes %d with %d digits as %s', (value, digits, text) => {
    expect(formatFixed(value, digits)).toBe(text);
  });
});

describe('a long dimension', () => {
  it('is printed without a look at what lies between its corners', () => {
    const length = 2 ** 40; // longer than any list of its indices could be
    expect(shownIndices(length, true)).toEqual([0, 1, 2, GAP, length - 3, length - 2, length - 1]);
  });

  it('is printed by its corners', () => {
    expect(String(zeros([2 ** 26], 'uint8'))).toBe('[0 0 0 ... 0 0 0]');
  });
});
