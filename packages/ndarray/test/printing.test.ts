import { describe, expect, it } from '@jest/globals';
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
