import { describe, expect, it } from '@jest/globals';
import { multiMargin } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';

describeRandomCases('multiMargin', { create: multiMargin });
describeDerivatives('multiMargin', multiMargin({ power: 2 }), {
  targets: [2, 0],
  values: [
    [0.5, 0.125, 0.75],
    [1, 0.25, 0.5],
  ],
});

describe('multiMargin', () => {
  it.each<[object, string]>([
    [{ power: 3 }, 'multiMargin, power: expected 1 or 2, got 3.'],
    [{ margin: 0 }, 'multiMargin, margin: expected a number above 0, got 0.'],
    [{ classWeights: [] }, 'multiMargin, classWeights: expected a weight for each class, got'],
    [{ classWeights: [1, -1] }, 'multiMargin, classWeights: expected a number from 0, got -1.'],
    [{ p: 2 }, "multiMargin: expected options out of margin, power, classWeights, got 'p'."],
  ])('refuses %j', (options, message) => {
    expect(() => multiMargin(options)).toThrow(message);
  });

  it('refuses weights for another number of classes, before training', () => {
    const loss = multiMargin({ classWeights: [1, 2] });
    expect(() => loss.checkTargets?.({ data: [0, 2], shape: [2] }, [3])).toThrow(
      'multiMargin, classWeights: expected 3 weights, as the network has outputs, got 2.',
    );
  });
});
