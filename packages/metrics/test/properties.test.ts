import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import fc from 'fast-check';
import {
  accuracyScore,
  averagePrecisionScore,
  balancedAccuracyScore,
  brierScoreLoss,
  classificationReport,
  cohenKappaScore,
  confusionMatrix,
  expectedCalibrationError,
  explainedVarianceScore,
  f1Score,
  jaccardScore,
  logLoss,
  matthewsCorrcoef,
  maxError,
  meanAbsoluteError,
  meanPinballLoss,
  meanSquaredError,
  medianAbsoluteError,
  precisionScore,
  r2Score,
  recallScore,
  rocAucScore,
  rootMeanSquaredError,
  UndefinedMetricError,
  type WeightOptions,
} from '../src/index.js';

const CLASSES = 5;
const label = fc.integer({ min: 0, max: CLASSES - 1 });
const pairs = fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 40 });
const inAnotherOrder = pairs.chain((samples) =>
  fc.tuple(fc.constant(samples), fc.shuffledSubarray(samples, { minLength: samples.length })),
);
const renaming = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: CLASSES });
const all = { labels: [0, 1, 2, 3, 4] };

type Pairs = readonly (readonly [number, number])[];
function actualOf(samples: Pairs) {
  return samples.map(([actual]) => actual);
}
function predictedOf(samples: Pairs) {
  return samples.map(([, predicted]) => predicted);
}

describe('the order of the samples', () => {
  it('changes no score', () => {
    fc.assert(
      fc.property(inAnotherOrder, ([a, b]) => {
        const report = (samples: Pairs) => classificationReport(actualOf(samples), predictedOf(samples));
        expect(report(b)).toBe(report(a));
        const matrix = (samples: Pairs) => confusionMatrix(actualOf(samples), predictedOf(samples), all);
        expect(matrix(b)).toEqual(matrix(a));
        expect(accuracyScore(actualOf(b), predictedOf(b))).toBe(accuracyScore(actualOf(a), predictedOf(a)));
      }),
    );
  });

  it('changes the log loss by rounding alone', () => {
    const sample = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), (samples) => {
        const loss = (order: Pairs) => logLoss(actualOf(order), predictedOf(order), { labels: [0, 1] });
        const [forth, back] = [loss(samples), loss(samples.toReversed())];
        expect(Math.abs(forth - back)).toBeLessThanOrEqual(samples.length * Number.EPSILON * forth);
      }),
    );
  });
});

describe('other names for the classes', () => {
  it('permute rows and columns of the confusion matrix, and lines of the report', () => {
    fc.assert(
      fc.property(pairs, renaming, (samples, names) => {
        const renamed = samples.map(([actual, predicted]) => [names[actual]!, names[predicted]!] as const);
        const before = confusionMatrix(actualOf(samples), predictedOf(samples), all);
        const after = confusionMatrix(actualOf(renamed), predictedOf(renamed), { labels: names });
        expect(after).toEqual(before);
        const scores = (of: Pairs, labels: readonly number[]) =>
          classificationReport(actualOf(of), predictedOf(of), { labels, output: 'object' }).classes.map(
            ({ precision, recall, f1Score, support }) => [precision, recall, f1Score, support],
          );
        expect(scores(renamed, names)).toEqual(scores(samples, all.labels));
        expect(accuracyScore(actualOf(renamed), predictedOf(renamed))).toBe(
          accuracyScore(actualOf(samples), predictedOf(samples)),
        );
      }),
    );
  });
});

describe('the confusion matrix', () => {
  it('counts every sample once, and those on its diagonal make the accuracy', () => {
    fc.assert(
      fc.property(pairs, (samples) => {
        const matrix = confusionMatrix(actualOf(samples), predictedOf(samples), all);
        expect(matrix.sum()).toBe(samples.length);
        const diagonal = Array.from({ length: CLASSES }, (_, index) => matrix.data[index * (CLASSES + 1)]!);
        const right = diagonal.reduce((sum, count) => sum + count, 0);
        expect(accuracyScore(actualOf(samples), predictedOf(samples))).toBe(right / samples.length);
      }),
    );
  });

  it('is transposed where actual and predicted change places', () => {
    fc.assert(
      fc.property(pairs, (samples) => {
        const matrix = confusionMatrix(actualOf(samples), predictedOf(samples)).toArray() as number[][];
        const swapped = confusionMatrix(predictedOf(samples), actualOf(samples)).toArray() as number[][];
        expect(swapped).toEqual(matrix.map((_, row) => matrix.map((line) => line[row])));
      }),
    );
  });
});

describe('accuracy', () => {
  it.each([
    [[7], [7], 1],
    [[7], [8], 0],
    [['a'], ['a'], 1],
  ] as const)('of the single sample %j taken for %j is %d', (actual, predicted, accuracy) => {
    expect(accuracyScore(actual, predicted)).toBe(accuracy);
    expect(accuracyScore(ndarray([1]), [1])).toBe(1);
  });
});

type Metric = (actual: number[], predicted: number[], options?: WeightOptions) => number;

/** Classes without weight count nothing in this average; in others scikit-learn counts those that occur. */
const weighted = { average: 'weighted' } as const;
const OF_CLASSES: Record<string, Metric> = {
  accuracyScore,
  balancedAccuracyScore,
  precisionScore: (actual, predicted, options) =>
    precisionScore(actual, predicted, { ...weighted, ...options }),
  recallScore: (actual, predicted, options) => recallScore(actual, predicted, { ...weighted, ...options }),
  f1Score: (actual, predicted, options) => f1Score(actual, predicted, { ...weighted, ...options }),
  jaccardScore: (actual, predicted, options) => jaccardScore(actual, predicted, { ...weighted, ...options }),
  matthewsCorrcoef,
  cohenKappaScore,
};
const OF_SCORES: Record<string, Metric> = {
  rocAucScore,
  averagePrecisionScore,
  logLoss: (actual, predicted, options) => logLoss(actual, predicted, { labels: [0, 1], ...options }),
  brierScoreLoss,
  expectedCalibrationError,
};
const OF_NUMBERS: Record<string, Metric> = {
  r2Score,
  explainedVarianceScore,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  medianAbsoluteError,
  meanPinballLoss,
};

const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 8 })), {
  minLength: 1,
  maxLength: 30,
});
type Kind = readonly [name: string, metric: Metric, samples: fc.Arbitrary<[number, number][]>];

const likely = scored.map((samples) =>
  samples.map(([actual, score]): [number, number] => [actual, score / 8]),
);
const KINDS: readonly Kind[] = [
  ...Object.entries(OF_CLASSES).map(([name, metric]): Kind => [name, metric, pairs]),
  ...Object.entries(OF_SCORES).map(([name, metric]): Kind => [name, metric, likely]),
  ...Object.entries(OF_NUMBERS).map(([name, metric]): Kind => [name, metric, pairs]),
];

/** NaN where the metric is undefined for the samples. */
function valueFor(metric: Metric, samples: Pairs, options?: WeightOptions): number {
  try {
    return metric(actualOf(samples), predictedOf(samples), options);
  } catch (error) {
    if (error instanceof UndefinedMetricError) return Number.NaN;
    throw error;
  }
}

function expectClose(value: number, expected: number): void {
  if (Number.isNaN(expected)) expect(value).toBeNaN();
  else expect(value).toBeCloseTo(expected, 12);
}

describe.each(KINDS)('%s', (name, metric, samples) => {
  it('does not depend on the order of the samples', () => {
    fc.assert(
      fc.property(samples, (given) => {
        expectClose(valueFor(metric, given.toReversed()), valueFor(metric, given));
      }),
    );
  });

  it('counts a sample of weight 2 like two samples, and one of weight 0 not at all', () => {
    const weighed = fc.tuple(
      samples,
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 40, maxLength: 40 }),
    );
    fc.assert(
      fc.property(weighed, ([given, weights]) => {
        const sampleWeight = given.map((_, index) => (index === 0 ? 1 : weights[index]!));
        const repeated = given.flatMap((sample, index) =>
          Array.from({ length: sampleWeight[index]! }, () => sample),
        );
        // Of a single sample that counts, R² has a value where others are beside it, as in scikit-learn.
        if (name === 'r2Score' && repeated.length === 1) return;
        expectClose(valueFor(metric, given, { sampleWeight }), valueFor(metric, repeated));
      }),
    );
  });
});

describe('maxError', () => {
  it('is at least every other mean or median of errors', () => {
    fc.assert(
      fc.property(pairs, (samples) => {
        const most = maxError(actualOf(samples), predictedOf(samples));
        for (const metric of [meanAbsoluteError, rootMeanSquaredError, medianAbsoluteError]) {
          expect(most).toBeGreaterThanOrEqual(valueFor(metric, samples) - 1e-12);
        }
      }),
    );
  });
});

describe('300,000 samples', () => {
  const count = 300_000;
  const actual = Array.from({ length: count }, (_, index) => Number(index % 3 === 0));
  const scores = actual.map((label, index) => ((index * 7919) % count) / count / 2 + label / 2);

  it('are not too many for metrics of classes, scores and numbers', () => {
    expect(rocAucScore(actual, scores)).toBeCloseTo(1, 12);
    expect(averagePrecisionScore(actual, scores)).toBeCloseTo(1, 12);
    expect(accuracyScore(actual, actual)).toBe(1);
    expect(f1Score(actual, actual)).toBe(1);
    expect(medianAbsoluteError(scores, scores, { sampleWeight: actual })).toBe(0);
    expect(meanSquaredError(scores, scores)).toBe(0);
  });
});
