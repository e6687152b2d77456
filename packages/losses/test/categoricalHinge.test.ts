import { describe, expect, it } from '@jest/globals';
import { categoricalHinge } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('categoricalHinge');
describeDerivatives('categoricalHinge', categoricalHinge, {
  targets: [2, 0],
  values: [
    [0.5, 0.25, 1],
    [1, 0.25, 0.5],
  ],
  once: true,
});

describe('categoricalHinge', () => {
  it('takes class numbers for the rows they stand for', async () => {
    const outputs = [
      [0.5, 0.25, -1],
      [1, 0.25, 0.5],
    ];
    const rows = [
      [0, 0, 1],
      [1, 0, 0],
    ];
    const wanted = await lossAt(categoricalHinge, rows, outputs);
    expect(await lossAt(categoricalHinge, [2, 0], outputs)).toEqual(wanted);
    expect(await lossAt(categoricalHinge, [[2], [0]], outputs)).toEqual(wanted);
  });

  it('refuses rows that are not one-hot, and a network with a single output', () => {
    expect(() => categoricalHinge.checkTargets?.({ data: [0.5, 0.5], shape: [1, 2] }, [2])).toThrow(
      'expected class numbers, or rows with a single 1 and 0 otherwise, got row 0: [0.5, 0.5].',
    );
    expect(() => categoricalHinge.checkTargets?.({ data: [0], shape: [1, 1] }, [1])).toThrow(
      'Take linear(2), or linear(1) with binaryHinge.',
    );
  });
});
