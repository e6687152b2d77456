import { describe, expect, it } from '@jest/globals';
import { rmsle } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('rmsle');
describeDerivatives('rmsle', rmsle, { targets: [[0.5, 3]], values: [[1, 0.25]] });

describe('rmsle', () => {
  it('has no slope where the outputs are exact', async () => {
    const { loss, slopes } = await lossAt(rmsle, [[1, 2]], [[1, 2]]);
    expect([loss, ...slopes]).toEqual([0, 0, 0]);
  });

  it('refuses targets that have no such logarithm', () => {
    expect(() => rmsle.checkTargets?.({ data: [-2], shape: [1] }, [1])).toThrow('targets for rmsle');
  });
});
