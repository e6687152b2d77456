import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import fc from 'fast-check';
import { accuracyScore, classificationReport, confusionMatrix, logLoss } from '../src/index.js';

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
