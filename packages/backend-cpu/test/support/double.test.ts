import { describe, expect, it } from '@jest/globals';
import { worst } from './double.js';

describe('worst', () => {
  it('is the largest difference, wherever it stands', () => {
    expect(worst([1, 2, 3], [1, 5, 4])).toBe(3);
    expect(worst([], [])).toBe(0);
  });

  it('sees a NaN, whatever comes after it', () => {
    expect(worst([Number.NaN, 1], [1, 1])).toBe(Infinity);
    expect(worst([1, 1], [1, Number.NaN])).toBe(Infinity);
  });

  it('sees a length, and an infinity of the other sign', () => {
    expect(worst([1], [1, 1])).toBe(Infinity);
    expect(worst([Infinity], [-Infinity])).toBe(Infinity);
  });

  it('finds NaN like NaN and infinity like infinity', () => {
    expect(worst([Number.NaN, Infinity, 2], [Number.NaN, Infinity, 1])).toBe(1);
  });
});
