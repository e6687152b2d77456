import { describe, expect, it } from '@jest/globals';
import { DataError, OptionError, ShapeError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import fc from 'fast-check';
import { averagePrecisionScore, precisionRecallCurve, rocAucScore, rocCurve } from '../src/index.js';
import { readGolden } from './golden.js';

interface Golden {
  readonly name: string;
  readonly actual: number[];
  readonly scores: number[];
  readonly sampleWeight?: number[];
  readonly roc: { readonly fpr: number[]; readonly tpr: number[]; readonly thresholds: number[] };
  readonly area: number;
  readonly pr: { readonly precision: number[]; readonly recall: number[]; readonly thresholds: number[] };
  readonly averagePrecision: number;
}

const RANKINGS = [rocCurve, rocAucScore, precisionRecallCurve, averagePrecisionScore];

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 12);
}

describe.each(readGolden<Golden>('rankings'))(
  'for $name',
  ({ actual, scores, sampleWeight, ...expected }) => {
    const options = sampleWeight === undefined ? {} : { sampleWeight };

    it('the ROC curve and its area are those of scikit-learn', () => {
      const curve = rocCurve(actual, scores, options);
      expectClose(curve.falsePositiveRate, expected.roc.fpr);
      expectClose(curve.truePositiveRate, expected.roc.tpr);
      expect(curve.thresholds[0]).toBe(Number.POSITIVE_INFINITY);
      expectClose(curve.thresholds.slice(1), expected.roc.thresholds);
      expect(rocAucScore(actual, scores, options)).toBeCloseTo(expected.area, 12);
    });

    it('the precision-recall curve and its average are those of scikit-learn', () => {
      const curve = precisionRecallCurve(actual, scores, options);
      expectClose(curve.precision, expected.pr.precision);
      expectClose(curve.recall, expected.pr.recall);
      expectClose(curve.thresholds, expected.pr.thresholds);
      expect(averagePrecisionScore(actual, scores, options)).toBeCloseTo(expected.averagePrecision, 12);
    });
  },
);

describe('the area under the ROC curve', () => {
  const sample = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -5, max: 5 }));
  const samples = fc
    .array(sample, { minLength: 2, maxLength: 30 })
    .filter((pairs) => new Set(pairs.map(([label]) => label)).size === 2);

  it('is the share of pairs in which the positive sample scores higher, ties counting half', () => {
    fc.assert(
      fc.property(samples, (pairs) => {
        const positive = pairs.filter(([label]) => label === 1);
        const negative = pairs.filter(([label]) => label === 0);
        let wins = 0;
        for (const [, high] of positive)
          for (const [, low] of negative) wins += (Math.sign(high - low) + 1) / 2;
        const area = rocAucScore(
          pairs.map(([label]) => label),
          pairs.map(([, score]) => score),
        );
        expect(area).toBeCloseTo(wins / positive.length / negative.length, 12);
      }),
    );
  });
});

describe('ranking metrics', () => {
  const actual = [0, 0, 1, 1];
  const scores = [0.1, 0.4, 0.35, 0.8];

  it.each(RANKINGS)('read lists, typed arrays and columns alike: %p', (metric) => {
    const expected = metric(actual, scores);
    expect(metric(Uint8Array.from(actual), Float64Array.from(scores))).toEqual(expected);
    expect(metric(ndarray(Int32Array.from(actual)), ndarray(Float64Array.from(scores), [4, 1]))).toEqual(
      expected,
    );
  });

  it.each(RANKINGS)('count a sample of weight 2 like two samples: %p', (metric) => {
    const weighted = metric(actual, scores, { sampleWeight: [1, 2, 1, 0] });
    expect(weighted).toEqual(metric([0, 0, 0, 1], [0.1, 0.4, 0.4, 0.35]));
  });

  it.each([
    ['labels other than 0 and 1', [0, 2], [0.5, 0.1], 'actual: expected labels of 0 and 1, got 2 at [1].'],
    ['unequal lengths', [0, 1], [0.5], 'expected as many predicted as actual samples, got 1 and 2.'],
    ['no samples', [], [], 'expected at least one sample, got none.'],
    [
      'scores that are not finite',
      [0, 1],
      [0.5, Number.NaN],
      'scores: expected finite numbers, got NaN at [1].',
    ],
    ['a class without samples', [0, 0], [0.5, 0.1], 'positive'],
  ])('refuse %s', (_which, labels, given, message) => {
    for (const metric of RANKINGS) {
      expect(() => metric(labels, given)).toThrow(DataError);
      expect(() => metric(labels, given)).toThrow(metric.name);
      expect(() => metric(labels, given)).toThrow(message);
    }
  });

  it('need samples of both classes for a ROC curve', () => {
    expect(() => rocAucScore([1, 1], [0.5, 0.1])).toThrow(
      'rocAucScore: expected samples of both classes, got 2 positive and 0 negative.',
    );
    expect(averagePrecisionScore([1, 1], [0.5, 0.1])).toBe(1);
  });

  it('say what to do with one-hot labels and with a column of scores for each class', () => {
    const square = ndarray(Float32Array.of(1, 0, 0, 1), [2, 2]);
    expect(() => rocCurve(square, [1, 2])).toThrow(ShapeError);
    expect(() => rocCurve(square, [1, 2])).toThrow('Turn one-hot targets into classes first: y.argmax(1).');
    expect(() => rocCurve([0, 1], square)).toThrow('Take the column of the positive class.');
  });

  it('refuse weights below 0, too few of them, and unknown options', () => {
    expect(() => rocCurve(actual, scores, { sampleWeight: [1, -1, 1, 1] })).toThrow('got -1 at [1]');
    expect(() => rocCurve(actual, scores, { sampleWeight: [1, 1] })).toThrow(
      'rocCurve, sampleWeight: expected 4 weights from 0, one for each sample, got 2.',
    );
    expect(() => rocCurve(actual, scores, { weights: [1] } as never)).toThrow(OptionError);
  });
});
