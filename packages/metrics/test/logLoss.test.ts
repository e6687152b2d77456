import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import { logLoss } from '../src/index.js';
import { readGolden } from './golden.js';

interface Golden {
  readonly actual: number[];
  readonly predicted: number[] | number[][];
  readonly labels?: number[];
  readonly loss: number;
}

describe('logLoss', () => {
  it('gives the figures of the tutorial', () => {
    expect(logLoss([1, 1, 0], [0.9, 0.9, 0.6]).toFixed(5)).toBe('0.37567');
    expect(logLoss([1, 1, 0], [0.6, 0.6, 0.4]).toFixed(5)).toBe('0.51083');
  });

  it.each(readGolden<Golden>('losses'))('is that of scikit-learn for $actual', (golden) => {
    const options = golden.labels === undefined ? {} : { labels: golden.labels };
    const loss = logLoss(golden.actual, golden.predicted, options);
    expect(Math.abs(loss - golden.loss)).toBeLessThanOrEqual(1e-14 + 1e-12 * golden.loss);
  });

  const rows = [
    [0.8, 0.1, 0.1],
    [0.2, 0.2, 0.6],
    [0.1, 0.9, 0],
  ];
  const loss = -Math.log(0.8 * 0.6 * 0.9) / 3;

  it('takes arrays of all kinds, and one-hot rows', () => {
    expect(logLoss([0, 2, 1], rows)).toBeCloseTo(loss, 12);
    expect(
      logLoss(
        new Uint8Array([0, 2, 1]),
        rows.map((row) => new Float64Array(row)),
      ),
    ).toBeCloseTo(loss, 12);
    expect(logLoss(ndarray(new Int32Array([0, 2, 1])), ndarray(rows))).toBeCloseTo(loss, 6);
    const oneHot = ndarray([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    expect(logLoss(oneHot, ndarray(rows))).toBeCloseTo(loss, 6);
  });

  it('is the same for a column of probabilities as for a vector', () => {
    expect(logLoss([1, 0], ndarray([[0.75], [0.5]]))).toBe(logLoss([1, 0], [0.75, 0.5]));
  });

  it('stays finite for a certain error, at the precision of the probabilities', () => {
    expect(logLoss([0, 1], [1, 1])).toBeCloseTo(-Math.log(2 ** -52) / 2, 12);
    expect(logLoss([0, 1], new Float32Array([1, 1]))).toBeCloseTo(-Math.log(2 ** -23) / 2, 6);
  });

  it.each([
    [[0, 1], [0.5], 'there are 2 actual and 1 predicted samples'],
    [[], [], 'there are no samples'],
    [[0, 1], [0.5, 1.5], 'probabilities must lie between 0 and 1, got 1.5 for sample 1'],
    [
      [0, 1],
      [
        [0.5, 0.5],
        [-0.5, 1.5],
      ],
      'probabilities must lie between 0 and 1, got -0.5 for sample 1, class 0',
    ],
    [[0, 1], [Number.NaN, 0.5], 'probabilities must lie between 0 and 1, got NaN for sample 0'],
    [
      [0, 1],
      [
        [0.5, 0.5],
        [0.5, 0.2],
      ],
      'the probabilities of sample 1 add up to 0.7, not to 1',
    ],
    [[0, 1], [[0.5, 0.5], [1]], 'row 1 of the probabilities has 1 classes, the first has 2'],
    [
      [1, 1],
      [0.5, 0.5],
      "'actual' has 1 class (1), and the probabilities are for 2. Name all classes by the option 'labels'.",
    ],
    [[0, 1, 2], [0.5, 0.5, 0.5], "'actual' has 3 classes (0, 1, 2), and the probabilities are for 2"],
    [[0, 0.5], [0.5, 0.5], "the classes in 'actual' must be integers or texts; at [1] there is 0.5"],
  ] as [number[], number[] | number[][], string][])('refuses %j with %j', (actual, predicted, message) => {
    expect(() => logLoss(actual, predicted)).toThrow(`logLoss: ${message}`);
  });

  it.each([
    [[0, 1], "the class 2 of sample 1 is not in 'labels': 0, 1"],
    [[0, 1, 2], "the option 'labels' names 3 classes (0, 1, 2), and the probabilities are for 2"],
    [[1, 0], "the option 'labels' must name each class once, smallest first, got 1, 0"],
    [[0, 0, 1], "the option 'labels' must name each class once"],
  ])('refuses the labels %j', (labels, message) => {
    expect(() => logLoss([0, 2], [0.5, 0.5], { labels })).toThrow(`logLoss: ${message}`);
  });

  it('refuses rows that are not one-hot, other classes, and too many dimensions', () => {
    expect(() => logLoss(ndarray([[0.5, 0.5]]), ndarray([[0.5, 0.5]]))).toThrow(
      "logLoss: row 0 of 'actual' is not one-hot: [0.5 0.5]. Expected one 1 and zeros.",
    );
    expect(() => logLoss(ndarray([[1, 0, 0]]), ndarray([[0.5, 0.5]]))).toThrow(
      'the one-hot rows have 3 classes, and the probabilities are for 2',
    );
    expect(() => logLoss([0], ndarray([[[0.5]]]))).toThrow(
      'must have the shape (samples,) or (samples, classes), got (1, 1, 1)',
    );
  });
});
