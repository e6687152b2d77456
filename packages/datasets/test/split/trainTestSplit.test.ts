import { describe, expect, it } from '@jest/globals';
import { NeutypeError, OptionError } from '@neutype/errors';
import { type NdArray, ndarray } from '@neutype/ndarray';
import fc from 'fast-check';
import {
  oneHot,
  type SplitOptions,
  type TrainTestIndices,
  trainTestIndices,
  trainTestSplit,
} from '../../src/index.js';
import { splitSizes } from '../../src/split/splitSizes.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { golden } from '../support/golden.js';

function options(test: number | null, train: number | null): { testSize?: number; trainSize?: number } {
  return {
    ...(test === null ? {} : { testSize: test }),
    ...(train === null ? {} : { trainSize: train }),
  };
}

describe("sizes are scikit-learn's", () => {
  it.each([2, 7, 10, 70_000])('for %d samples, whatever is asked for', (samples) => {
    const rows = golden.splitSizes.filter(([count]) => count === samples);
    expect(rows).toHaveLength(225);
    for (const [, test, train, trainCount, testCount] of rows) {
      function split(): number[] {
        const sizes = splitSizes(samples, options(test, train), 'trainTestSplit');
        return [sizes.train, sizes.test];
      }
      // scikit-learn takes the integer 1 for one sample and the float 1.0 for all; to us both are the same number.
      if (trainCount === null || test === 1 || train === 1) expect(split).toThrow(OptionError);
      else expect([test, train, ...split()]).toEqual([test, train, trainCount, testCount]);
    }
  });

  it.each([
    [10, 0.1 * 7, undefined, 3, 7],
    [10, undefined, 1 - 0.9, 1, 9],
    [10, undefined, 1 - Number.EPSILON / 2, 9, 1],
    [10, Number.MIN_VALUE, undefined, 9, 1],
    [100, 0.07, undefined, 93, 7],
    [100, 0.14, undefined, 86, 14],
    [100, 0.28, undefined, 72, 28],
    [100, 0.55, undefined, 45, 55],
    [100, 0.43, 0.57, 57, 43],
    [50, 0.14, 0.86, 43, 7],
    [70_000, 1 / 7, 6 / 7, 60_000, 10_000],
    [3, 1 / 3, undefined, 2, 1],
  ])(
    'of %d samples with testSize %d and trainSize %d, but for what fractions round',
    (samples, test, train, ...wanted) => {
      const sizes = splitSizes(samples, { testSize: test, trainSize: train }, 'trainTestSplit');
      expect([sizes.train, sizes.test]).toEqual(wanted);
    },
  );

  it('of decimal fractions, as exact arithmetic has them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100_000 }),
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 999 }),
        (samples, a, b) => {
          const [test, train] = [Math.ceil((samples * a) / 1000), Math.floor((samples * b) / 1000)];
          const size = (thousandths: number): number => (thousandths / 1000) * 3 - (thousandths / 1000) * 2;
          for (const rounded of [(thousandths: number) => thousandths / 1000, size]) {
            const split = (): object =>
              splitSizes(samples, { testSize: rounded(a), trainSize: rounded(b) }, 'split');
            if (a + b > 1000 || train === 0) expect(split).toThrow(OptionError);
            else expect(split()).toEqual({ train, test });
          }
        },
      ),
      fuzzed(300),
    );
  });

  it.each([
    [
      { testSize: 12 },
      'trainTestIndices, testSize: expected a fraction between 0 and 1 or a count from 2 to 9 of 10 samples, got 12.',
    ],
    [{ testSize: 1 }, 'of 10 samples, got 1. It could mean all or one; for one sample give 1 / 10.'],
    [{ trainSize: 1 }, 'trainTestIndices, trainSize: expected a fraction'],
    [{ testSize: '0.5' }, "got '0.5'."],
    [{ testSize: null }, 'got null.'],
    [{ trainSize: null }, 'got null.'],
    [{ testSize: Number.NaN }, 'got NaN.'],
    [{ testSize: -0.5 }, 'got -0.5.'],
    [{ testSize: 2.5 }, 'got 2.5.'],
    [{ testSize: 6, trainSize: 5 }, 'testSize 6 and trainSize 5 to ask for at most all 10 samples, got 11.'],
    [{ testSize: 0.6, trainSize: 0.5 }, 'to ask for at most all 10 samples, got 1.1 of all samples.'],
    [{ testSize: 0.999 }, 'expected at least one sample to train on'],
    [{ seed: 'x' }, "trainTestIndices, seed: expected a whole number, got 'x'."],
    [{ onNotice: true }, 'trainTestIndices, onNotice: expected a function of a line, got true.'],
    [{ shuffle: 1 }, 'trainTestIndices, shuffle: expected true or false, got 1.'],
    [{ test_size: 0.5 }, "got 'test_size'. Did you mean 'testSize'?"],
    [{ randomState: 3 }, "got 'randomState'. It is called 'seed' here."],
    [{ validation_split: 0.5 }, "got 'validation_split'. It is called 'testSize' here."],
    [0.5, 'trainTestIndices: expected options as an object, got 0.5.'],
  ])('%j is refused', (options, message) => {
    expect(() => trainTestIndices(10, options as SplitOptions)).toThrow(OptionError);
    expect(() => trainTestIndices(10, options as SplitOptions)).toThrow(message);
  });
});

describe('the parts of a split', () => {
  const { train, test } = trainTestIndices(1000, { testSize: 0.3, seed: 5 });

  it('every sample goes to exactly one part, at random', () => {
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    expect([...test]).not.toEqual([...test].sort((a, b) => a - b));
    const mean = test.reduce((sum, index) => sum + index, 0) / test.length;
    expect(Math.abs(mean - 499.5)).toBeLessThan(4 * (288.7 / Math.sqrt(300)));
  });

  it('has the same order for a seed in every version', () => {
    const order = (options: SplitOptions): number[][] =>
      Object.values(trainTestIndices(6, { testSize: 2, seed: 3, ...options })).map((part: Uint32Array) => [
        ...part,
      ]);
    expect(order({})).toEqual([
      [5, 0],
      [1, 4, 2, 3],
    ]);
    expect(order({ stratify: ['a', 'b', 'a', 'b', 'a', 'b'] })).toEqual([
      [1, 0, 4, 3],
      [5, 2],
    ]);
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
    const cloned = structuredClone({ data: x.data, shape: x.shape }) as unknown as NdArray;
    expect(trainTestSplit(cloned, y, { testSize: 2, seed: 1 })[0]).toEqual(xTrain);
  });

  it('both parts have their sizes where they leave something out, shuffled too', () => {
    const parts = trainTestIndices(100, { testSize: 0.2, trainSize: 0.5 });
    expect([parts.train.length, parts.test.length, new Set([...parts.train, ...parts.test]).size]).toEqual([
      50, 20, 70,
    ]);
  });

  it.each([
    [[1, 2, 3], [1, 2], 'trainTestSplit: expected equally many rows in x and y, got 3 and 2.'],
    [
      [1, 2, 3],
      undefined,
      'trainTestSplit, y: expected rows: an NdArray, a typed array or a plain array, got undefined.',
    ],
    [
      'abc',
      'abc',
      "trainTestSplit, x: expected rows: an NdArray, a typed array or a plain array, got 'abc'.",
    ],
    [new Set([1, 2]), [1, 2], 'trainTestSplit, x: expected rows'],
    // biome-ignore lint/suspicious/noSparseArray: holes are the point
    [[1, , 3], [1, 2, 3], 'trainTestSplit, x: expected a value in every place, got a hole at [1].'],
    [[1], [1], 'trainTestSplit, samples: expected a whole number from 2, got 1.'],
  ])('%p and %p are refused', (x, y, message) => {
    expect(() => trainTestSplit(x as number[], y as number[])).toThrow(message);
    expect(() => trainTestSplit(x as number[], y as number[])).toThrow(NeutypeError);
  });
});

describe('stratified', () => {
  function count(indices: Uint32Array, labels: number[], classes: number): number[] {
    const counts = new Array<number>(classes).fill(0);
    for (const index of indices) counts[labels[index]!]!++;
    return counts;
  }

  it.each(golden.stratifiedCounts)(
    "classes of %j, testSize %d: scikit-learn's counts",
    (counts, size, train) => {
      const labels = counts.flatMap((n, label) => new Array<number>(n).fill(label));
      const split = (): { train: Uint32Array; test: Uint32Array } =>
        trainTestIndices(labels.length, { testSize: size, stratify: labels });
      if (train === null) {
        expect(split).toThrow(NeutypeError);
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

  it('neither part is sorted by class', () => {
    const labels = Array.from({ length: 200 }, (_, i) => Number(i >= 100));
    const { train, test } = trainTestIndices(200, { stratify: labels, testSize: 0.5 });
    for (const part of [train, test]) {
      const changes = part.filter((index, i) => i > 0 && labels[index] !== labels[part[i - 1]!]).length;
      // 99 neighbors, each pair of two classes with probability 50 / 99: five standard deviations.
      expect(Math.abs(changes - 50)).toBeLessThan(5 * Math.sqrt(99 / 4));
    }
  });

  it('where classes lose equally much to rounding, the seed decides which gets the sample', () => {
    const labels = [0, 1, 2, 3].flatMap((label) => new Array<number>(5).fill(label));
    const favored = Array.from({ length: 40 }, (_, seed) =>
      count(trainTestIndices(20, { stratify: labels, testSize: 6, seed }).test, labels, 4)
        .map((n, label) => (n === 2 ? label : ''))
        .join(''),
    );
    // Two of four classes have one more: 40 seeds miss one of the six pairs with probability 6 (5 / 6)^40 = 0.4 %.
    expect(new Set(favored)).toEqual(new Set(['01', '02', '03', '12', '13', '23']));
  });

  it.each([
    [
      [200, 2],
      0.2,
      "trainTestIndices: class 'c1' has no sample in the test part. It is too rare for 41 samples: gather more,",
    ],
    [[200, 2], 0.8, "trainTestIndices: class 'c1' has no sample in the training part."],
    [
      [900, ...new Array<number>(50).fill(2)],
      0.1,
      /the 40 classes 'c\d+', .* and 35 more have no sample in the test part\. They are too rare for 100 samples/,
    ],
  ])(
    'classes of %j, testSize %d: reports a class that is missing from a part',
    (counts, testSize, message) => {
      const labels = counts.flatMap((n, label) => new Array<string>(n).fill(`c${label}`));
      const told: string[] = [];
      trainTestIndices(labels.length, { stratify: labels, testSize, onNotice: (line) => told.push(line) });
      expect(told).toEqual([expect.stringMatching(message)]);
    },
  );

  it('says nothing where every class is in both parts', () => {
    const told: string[] = [];
    trainTestIndices(4, {
      stratify: ['a', 'a', 'b', 'b'],
      testSize: 0.5,
      onNotice: (line) => told.push(line),
    });
    expect(told).toEqual([]);
  });

  it.each([
    [
      ['a', 'a', 'a', 'b'],
      {},
      "trainTestIndices, stratify: expected at least two samples of every class, got one of class 'b'.",
    ],
    [
      ['a', 'a', 'b', 'b'],
      { testSize: 0.1 },
      'room for the 2 classes of stratify, got 3 samples to train on and 1 to test with',
    ],
    [['a', 'b'], { testSize: 2 }, 'trainTestIndices, stratify: expected 4 labels, one a sample, got 2.'],
    [
      ['a', 'a', 'b', 'b'],
      { shuffle: false },
      'expected stratify, which draws at random, without shuffle: false',
    ],
    [
      ['a', 'a', 'b', null],
      {},
      'trainTestIndices, stratify: expected a label: a text, a finite number, true or false, got null at [3].',
    ],
    [[0, 1, 0, Number.POSITIVE_INFINITY], {}, 'got Infinity at [3]'],
    [[0, 1, '0', '1'], {}, "expected labels of one kind, 0 as the first, got '0' at [2]"],
    ['abab', {}, 'trainTestIndices, stratify: expected rows'],
  ])('stratify %j with %j is refused', (stratify, options, message) => {
    const split = (): unknown => trainTestIndices(4, { ...options, stratify: stratify as string[] });
    expect(split).toThrow(NeutypeError);
    expect(split).toThrow(message);
  });
});

it(
  'every sample is in one part at most, and in one where none is left out, whatever the options',
  () => {
    const sizes = fc.option(
      fc.oneof(
        fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 2, max: 40 }),
      ),
      { nil: undefined },
    );
    const labels = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 60 });
    const all = fc.record({
      labels,
      testSize: sizes,
      trainSize: sizes,
      shuffle: fc.boolean(),
      stratify: fc.boolean(),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(all, ({ labels, stratify, ...options }) => {
        let parts: TrainTestIndices;
        try {
          parts = trainTestIndices(labels.length, {
            ...options,
            stratify: stratify ? labels : undefined,
            onNotice: () => {},
          });
        } catch (error) {
          expect(error).toBeInstanceOf(NeutypeError);
          return;
        }
        const { train, test } = parts;
        const both = [...train, ...test];
        expect(new Set(both).size).toBe(both.length);
        expect(both.every((index) => index < labels.length)).toBe(true);
        expect([train.length, test.length]).not.toContain(0);
        if (options.testSize === undefined || options.trainSize === undefined)
          expect(both).toHaveLength(labels.length);
        if (!stratify) return;
        for (const label of new Set(labels)) {
          const of = (indices: Iterable<number>): number =>
            [...indices].filter((index) => labels[index] === label).length;
          const exact = (of(labels.keys()) / labels.length) * train.length;
          expect(Math.abs(of(train) - exact)).toBeLessThan(1);
        }
      }),
      fuzzed(300),
    );
  },
  fuzzTimeout,
);
