import { describe, expect, it } from '@jest/globals';
import { binaryHinge } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';

describeRandomCases('binaryHinge', { create: binaryHinge });
describeDerivatives('binaryHinge', binaryHinge, {
  targets: [[1, -1, 1]],
  values: [[0.5, 0.25, 2]],
  once: true,
});

describe('binaryHinge', () => {
  it('refuses labels of 0 and 1, and says how they become −1 and 1', () => {
    expect(() => binaryHinge.checkTargets?.({ data: [1, 0], shape: [2] }, [1])).toThrow(
      'targets for binaryHinge: expected labels of −1 and 1, got 0 in sample 1. Labels of 0 and 1 become −1 and 1 by 2 · label − 1.',
    );
  });

  it('refuses a negative delta', () => {
    expect(() => binaryHinge({ delta: -1 })).toThrow('binaryHinge, delta: expected a number from 0, got -1.');
  });
});
