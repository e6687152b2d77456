import { describe, expect, it } from '@jest/globals';
import { peakLoop } from '../src/peak/peakLoop.js';
import { CHAINS, operationsPerTurn, UNROLL } from '../src/peak/simdModule.js';

/** Each chain begins as the factor. */
describe('the loop that the peak is measured by', () => {
  it('multiplies in half of its chains and adds in the others, as often as it says', () => {
    const [turns, half] = [3, CHAINS / 2];
    expect(peakLoop('mulAdd')(turns, 1, 0.25)).toBe(half + half * (1 + turns * UNROLL * 0.25));
    expect(peakLoop('mulAdd')(1, 2, 0)).toBe(half * 2 ** (UNROLL + 1) + half * 2);
    expect(operationsPerTurn('mulAdd')).toBe(CHAINS * UNROLL * 4);
  });

  it('fuses both in all chains', () => {
    const turns = 3;
    expect(peakLoop('fma')(turns, 1, 0.25)).toBe(CHAINS * (1 + turns * UNROLL * 0.25));
    expect(operationsPerTurn('fma')).toBe(CHAINS * UNROLL * 8);
  });
});
