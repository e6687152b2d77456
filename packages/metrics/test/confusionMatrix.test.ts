import { describe, expect, it } from '@jest/globals';
import { confusionMatrix } from '../src/index.js';
import { readGolden } from './golden.js';

interface Golden {
  readonly actual: number[];
  readonly predicted: number[];
  readonly labels: number[] | null;
  readonly matrix: number[][];
}

describe('confusionMatrix', () => {
  it.each(readGolden<Golden>('matrices'))('is that of scikit-learn for the classes $labels', (golden) => {
    const options = golden.labels === null ? {} : { labels: golden.labels };
    const matrix = confusionMatrix(golden.actual, golden.predicted, options);
    expect(matrix.toArray()).toEqual(golden.matrix);
    expect(matrix.dtype).toBe('int32');
  });

  it('has the actual classes in its rows', () => {
    expect(confusionMatrix([0, 0, 0], [1, 1, 0]).toArray()).toEqual([
      [1, 2],
      [0, 0],
    ]);
  });

  it('refuses classes none of which occurs', () => {
    expect(() => confusionMatrix([0, 1], [0, 1], { labels: [4, 5] })).toThrow(
      "confusionMatrix: no sample is of a class in 'labels': 4, 5.",
    );
  });

  it('refuses unequal lengths and empty data', () => {
    expect(() => confusionMatrix([0, 1], [0])).toThrow(
      'confusionMatrix: there are 2 actual and 1 predicted samples',
    );
    expect(() => confusionMatrix([], [])).toThrow('confusionMatrix: there are no samples');
  });
});
