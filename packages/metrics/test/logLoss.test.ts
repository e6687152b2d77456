import { describe, expect, it } from '@jest/globals';
import { NeutypeError, OptionError } from '@neutype/errors';
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

  it.each(readGolden<Golden>('logLosses'))('is that of scikit-learn for $actual', (golden) => {
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

  it('stays finite for a wrong prediction made with certainty', () => {
    expect(logLoss([0, 1], [1, 1])).toBeCloseTo(-Math.log(2 ** -52) / 2, 12);
    expect(logLoss([0, 1], new Float32Array([1, 1]))).toBeCloseTo(-Math.log(2 ** -23) / 2, 6);
  });

  it('clips probabilities at both ends', () => {
    expect(logLoss([1, 1], new Float32Array([1, 1]), { labels: [0, 1] })).toBeCloseTo(2 ** -23, 12);
    expect(logLoss([1, 1], [1, 1], { labels: [0, 1] })).toBe(-Math.log(1 - 2 ** -52));
  });

  it('accepts only rows that sum to 1 within float32 rounding', () => {
    const sumOf = (sum: number) =>
      logLoss(
        [0, 1],
        [
          [0.5, 0.5],
          [0.5, sum - 0.5],
        ],
      );
    expect(sumOf(0.9995)).toBeCloseTo(-(Math.log(0.5) + Math.log(0.4995)) / 2, 12);
    expect(sumOf(1.0005)).toBeCloseTo(-(Math.log(0.5) + Math.log(0.5005)) / 2, 12);
    for (const sum of [0.95, 0.9985, 1.0015, 1.05]) {
      expect(() => sumOf(sum)).toThrow(
        'logLoss, predicted: expected probabilities that add up to 1, got a sum of ',
      );
    }
  });

  it.each<[unknown, unknown, string]>([
    [[0, 1], [0.5], ': expected as many predicted as actual samples, got 1 and 2.'],
    [[], [], ': expected at least one sample, got none.'],
    [[0, 1], [0.5, 1.5], ', predicted: expected probabilities between 0 and 1, got 1.5 for sample 1.'],
    [
      [0, 1],
      [
        [0.5, 0.5],
        [-0.5, 1.5],
      ],
      ', predicted: expected probabilities between 0 and 1, got -0.5 for sample 1, class 0.',
    ],
    [[0, 1], [Number.NaN, 0.5], ', predicted: expected probabilities between 0 and 1, got NaN for sample 0.'],
    [
      [0, 1],
      [
        [0.5, 0.5],
        [0.5, 0.25],
      ],
      ', predicted: expected probabilities that add up to 1, got a sum of 0.75 for sample 1.',
    ],
    [[0, 1], [[0.5, 0.5], [1]], ', predicted: expected rows of equal length, 2 as the first, got 1 at [1].'],
    [
      [1, 1],
      [0.5, 0.5],
      ", actual: expected as many classes as there are probabilities for, 2, got 1 (1). Name all classes by the option 'labels'.",
    ],
    [
      [0, 1, 2],
      [0.5, 0.5, 0.5],
      ', actual: expected as many classes as there are probabilities for, 2, got 3 (0, 1, 2).',
    ],
    [[0, 0.5], [0.5, 0.5], ', actual: expected whole numbers, as the first class is, got 0.5 at [1].'],
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    [[0, 1], [0.5, ,], ', predicted: expected a number, got a hole at [1].'],
    [
      [0, 1],
      undefined,
      ', predicted: expected an NdArray, nested arrays of numbers or a typed array, got undefined.',
    ],
    [undefined, [0.5], ', actual: expected an array of classes, got undefined.'],
    [[0, 1], [0.5, '0.5'], ", predicted: expected a number, got '0.5' at [1]."],
  ])('refuses %j with %j', (actual, predicted, message) => {
    const call = () => logLoss(actual as number[], predicted as number[]);
    expect(call).toThrow(NeutypeError);
    expect(call).toThrow(`logLoss${message}`);
  });

  it.each<[unknown, string]>([
    [[0, 1], "logLoss, actual: expected classes out of 'labels' (0, 1), got 2 at [1]."],
    [
      [0, 1, 2],
      'logLoss, labels: expected as many classes as there are probabilities for, 2, got 3 (0, 1, 2).',
    ],
    [[1, 0], 'logLoss, labels: expected each class once, smallest first, got 1, 0.'],
    [[0, 0, 1], 'logLoss, labels: expected each class once, smallest first, got 0, 0, 1.'],
    ['01', "logLoss, labels: expected an array of classes, got '01'."],
  ])('refuses the labels %j', (labels, message) => {
    expect(() => logLoss([0, 2], [0.5, 0.5], { labels: labels as number[] })).toThrow(message);
  });

  it('refuses unknown options', () => {
    expect(() => logLoss([0, 1], [0.5, 0.5], { classes: [0, 1] } as object)).toThrow(OptionError);
  });

  it('takes one-hot rows as plain arrays', () => {
    const oneHot = [
      [1, 0],
      [0, 1],
    ] as unknown as number[];
    expect(
      logLoss(oneHot, [
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
    ).toBeCloseTo(Math.log(2), 12);
  });

  it.each([
    [[0.5, 0.5], 'numbers from 0.5 to 0.5 that add up to 1'],
    [[1, 1], 'numbers from 1 to 1 that add up to 2'],
    [[1, 1, -1], 'numbers from -1 to 1 that add up to 1'],
  ])('refuses %j, which is not one-hot', (row, message) => {
    const probabilities = [row.map(() => 1 / row.length)];
    expect(() => logLoss(ndarray([row]), probabilities)).toThrow(
      `logLoss, actual: expected one-hot rows, one 1 and zeros, got ${message} for sample 0.`,
    );
  });

  it('refuses unlisted classes and arrays of three dimensions', () => {
    expect(() => logLoss(ndarray([[1, 0, 0]]), ndarray([[0.5, 0.5]]))).toThrow(
      'logLoss, actual: expected one-hot rows of 2 classes, as there are probabilities for, got 3.',
    );
    expect(() => logLoss([0], ndarray([[[0.5]]]))).toThrow(
      'logLoss, predicted: expected the shape [samples] or [samples, classes], got [1, 1, 1].',
    );
  });
});
