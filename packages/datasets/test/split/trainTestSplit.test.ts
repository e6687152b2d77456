import { describe, expect, it } from '@jest/globals';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { oneHot, trainTestIndices, trainTestSplit } from '../../src/index.js';
import { splitSizes } from '../../src/split/splitSizes.js';
import { golden } from '../support/golden.js';

const options = (test: number | null, train: number | null): { testSize?: number; trainSize?: number } => ({
  ...(test === null ? {} : { testSize: test }),
  ...(train === null ? {} : { trainSize: train }),
});

describe("sizes are scikit-learn's", () => {
  it.each([2, 7, 10, 70_000])('for %d samples, whatever is asked for', (samples) => {
    const rows = golden.splitSizes.filter(([count]) => count === samples);
    expect(rows).toHaveLength(225);
    for (const [, test, train, trainCount, testCount] of rows) {
      const split = (): number[] => {
        const sizes = splitSizes(samples, options(test, train), 'trainTestSplit');
        return [sizes.train, sizes.test];
      };
      if (trainCount === null) expect(split).toThrow(RangeError);
      else expect([test, train, ...split()]).toEqual([test, train, trainCount, testCount]);
    }
  });

  it('the errors name what was asked for', () => {
    expect(() => trainTestIndices(10, { testSize: 12 })).toThrow(
      'trainTestSplit: testSize must be a fraction between 0 and 1 or a count from 1 to 9 (one less than the ' +
        'samples), got 12.',
    );
    expect(() => trainTestIndices(10, { testSize: 6, trainSize: 5 })).toThrow(
      'trainTestSplit: trainSize 5 and testSize 6 ask for 11 samples, there are 10.',
    );
    expect(() => trainTestIndices(2, { testSize: 0.999 })).toThrow('nothing is left to train on');
  });
});

describe('what goes where', () => {
  const { train, test } = trainTestIndices(1000, { testSize: 0.3, seed: 5 });

  it('every sample goes to exactly one part, at random', () => {
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    expect([...test]).not.toEqual([...test].sort((a, b) => a - b));
    const mean = test.reduce((sum, index) => sum + index, 0) / test.length;
    expect(Math.abs(mean - 499.5)).toBeLessThan(4 * (288.7 / Math.sqrt(300)));
  });

  it('the same seed gives the same parts, another seed others', () => {
    expect(trainTestIndices(1000, { testSize: 0.3, seed: 5 })).toEqual({ train, test });
    expect(trainTestIndices(1000, { testSize: 0.3, seed: 6 }).test).not.toEqual(test);
  });

  it('without shuffling the first train and the next test', () => {
    const parts = trainTestIndices(10, { testSize: 3, trainSize: 4, shuffle: false });
    expect([[...parts.train], [...parts.test]]).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('samples and targets stay together, whatever they are kept in', () => {
    const x = ndarray([
      [0, 0],
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
    ]);
    const y = ['zero', 'one', 'two', 'three', 'four'];
    const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, y, { testSize: 2, seed: 1 });
    expect([xTrain.shape, xTest.shape, yTrain.length, yTest.length]).toEqual([[3, 2], [2, 2], 3, 2]);
    for (const [part, names] of [
      [xTrain, yTrain],
      [xTest, yTest],
    ] as [NdArray, string[]][]) {
      names.forEach((name, i) => {
        expect(part.row(i).data[1]).toBe(10 * y.indexOf(name));
      });
    }
    const [, bytes] = trainTestSplit(Uint8Array.of(1, 2, 3, 4), y.slice(1), { testSize: 2 });
    expect(Object.prototype.toString.call(bytes)).toBe('[object Uint8Array]');
  });

  it('unequal lengths are refused', () => {
    expect(() => trainTestSplit([1, 2, 3], [1, 2])).toThrow(
      'trainTestSplit: x and y must have equally many rows, got 3 and 2.',
    );
  });
});

describe('stratified', () => {
  const count = (indices: Uint32Array, labels: number[], classes: number): number[] => {
    const counts = new Array<number>(classes).fill(0);
    for (const index of indices) counts[labels[index]!]!++;
    return counts;
  };

  it.each(golden.stratifiedCounts)(
    "classes of %j, testSize %d: scikit-learn's counts",
    (counts, size, train) => {
      const labels = counts.flatMap((n, label) => new Array<number>(n).fill(label));
      const split = (): { train: Uint32Array; test: Uint32Array } =>
        trainTestIndices(labels.length, { testSize: size, stratify: labels });
      if (train === null) {
        expect(split).toThrow(RangeError);
        return;
      }
      const parts = split();
      const exact = counts.map((n) => (n / labels.length) * parts.train.length);
      const got = count(parts.train, labels, counts.length);
      got.forEach((n, label) => {
        expect(Math.abs(n - exact[label]!)).toBeLessThan(1);
      });
      // Where two classes lose equally much to rounding, chance decides which of them gets the missing sample.
      const losses = exact.map((share) => (share % 1).toFixed(6));
      if (new Set(losses).size === losses.length || losses.every((loss) => Number(loss) === 0)) {
        expect(got).toEqual(train);
      }
      expect(new Set([...parts.train, ...parts.test]).size).toBe(parts.train.length + parts.test.length);
    },
  );

  it('by names, by NdArrays and by one-hot rows alike', () => {
    const labels = Array.from({ length: 60 }, (_, i) => i % 3);
    const byNumber = trainTestIndices(60, { testSize: 15, stratify: labels });
    expect(count(byNumber.test, labels, 3)).toEqual([5, 5, 5]);
    const byRow = trainTestIndices(60, { testSize: 15, stratify: oneHot(labels) });
    expect(count(byRow.test, labels, 3)).toEqual([5, 5, 5]);
    const byName = trainTestIndices(60, { testSize: 15, stratify: labels.map((n) => 'abc'[n]!) });
    expect(byName).toEqual(byNumber);
  });

  it('says what cannot be', () => {
    expect(() => trainTestIndices(4, { stratify: ['a', 'a', 'a', 'b'] })).toThrow(
      'class b has only one sample',
    );
    expect(() => trainTestIndices(4, { stratify: ['a', 'a', 'b', 'b'], testSize: 1 })).toThrow(
      'the test part has 1 samples, fewer than the 2 classes',
    );
    expect(() => trainTestIndices(4, { stratify: ['a', 'b'], testSize: 2 })).toThrow(
      'expected 4 labels, got 2',
    );
    expect(() => trainTestIndices(2, { stratify: ['a', 'b'], shuffle: false })).toThrow('shuffle: false');
  });
});
