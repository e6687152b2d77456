import { describe, expect, it } from '@jest/globals';
import { squaredHinge } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';

describeRandomCases('squaredHinge');
describeDerivatives('squaredHinge', squaredHinge, { targets: [[1, -1, 1]], values: [[0.5, 0.25, 2]] });

describe('squaredHinge', () => {
  it('refuses class numbers', () => {
    expect(() => squaredHinge.checkTargets?.({ data: [1, 2], shape: [2] }, [1])).toThrow(
      'got 2 in sample 1. For several classes there is the loss categoricalHinge',
    );
  });
});
