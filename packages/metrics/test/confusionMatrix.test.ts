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

  it('refuses a list of classes none of which occurs', () => {
    expect(() => confusionMatrix([0, 1], [0, 1], { labels: [4, 5] })).toThrow(
      'confusionMatrix, labels: expected samples of the classes 4, 5, got none.',
    );
  });

  it('names a few of many classes', () => {
    const labels = Array.from({ length: 1000 }, (_, index) => index + 10);
    expect(() => confusionMatrix([0, 1], [0, 1], { labels })).toThrow(
      'expected samples of the classes 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … (1000 in all), got none.',
    );
  });

  it('refuses unknown options', () => {
    expect(() => confusionMatrix([0], [0], { normalise: 'true' } as object)).toThrow(
      "confusionMatrix: expected options out of labels, normalize, sampleWeight, got 'normalise'. Did you mean 'normalize'?",
    );
  });

  it('says so if memory cannot hold the table', () => {
    const labels = Int32Array.from({ length: 130_000 }, (_, index) => index);
    expect(() => confusionMatrix(labels, labels)).toThrow('16900000000 of int32');
  });
});
