import { describe, expect, it } from '@jest/globals';
import { percent, percentInWords } from '../src/page/draw/percent.js';

describe('a probability in percent', () => {
  it('is never that something is certain, nor that what is merely unlikely is impossible', () => {
    expect([1, 0.9996, 0.991, 0.99, 0.5, 0.004, 0.0002, 0].map(percent)).toEqual([
      '>99 %',
      '>99 %',
      '>99 %',
      '99 %',
      '50 %',
      '<1 %',
      '0 %',
      '0 %',
    ]);
  });

  it('has no signs in a sentence', () => {
    expect([0.9999, 0.97, 0.002].map(percentInWords)).toEqual(['over 99 %', '97 %', 'under 1 %']);
  });
});
