import { describe, expect, it } from '@jest/globals';
import { DataError, NeutypeError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import fc from 'fast-check';
import { classWeights, fromOneHot, labelEncoder, oneHot } from '../../src/index.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { golden } from '../support/golden.js';

describe('oneHot and fromOneHot', () => {
  it('are each other’s inverse, from bytes, arrays and columns', () => {
    const labels = [5, 0, 4, 1, 9];
    const rows = oneHot(labels, { classes: 10 });
    expect([rows.shape, rows.dtype, rows.sum()]).toEqual([[5, 10], 'float32', 5]);
    expect(Array.from(rows.argmax(1).data)).toEqual(labels);
    expect(Array.from(fromOneHot(rows).data)).toEqual(labels);
    expect(oneHot(ndarray(Uint8Array.from(labels)), { classes: 10 })).toEqual(rows);
    expect(oneHot(ndarray(Int32Array.from(labels), [5, 1]))).toEqual(rows);
  });

  it.each([
    [
      [0, 1.5],
      {},
      'oneHot, labels: expected an integer from 0, got 1.5 at [1]. Number other labels with labelEncoder(labels)',
    ],
    [[0, -1], {}, 'got -1 at [1]'],
    [[0, Number.NaN, 1], {}, 'got NaN at [1]'],
    [['0'], {}, "oneHot, labels: expected an integer from 0, got '0' at [0]."],
    [[0, 1n], {}, 'got 1n at [1]'],
    [[true], {}, 'got true at [0]'],
    // biome-ignore lint/suspicious/noSparseArray: holes are the point
    [[0, , 1], {}, 'got undefined at [1]'],
    [[3], { classes: 3 }, 'oneHot, labels: expected an integer from 0 to 2, got 3 at [0].'],
    [[], {}, 'oneHot, labels: expected at least one label, got none.'],
    [
      ndarray([
        [1, 2],
        [0, 1],
      ]),
      {},
      'oneHot, labels: expected one label a row, shape [?], got [2, 2].',
    ],
    [undefined, {}, 'oneHot, labels: expected an NdArray, a typed array or a plain array, got undefined.'],
    [
      [1e9],
      {},
      'oneHot: expected rows that fit into memory, got 1 of 1000000001 columns, 3.73 GiB. Number the labels from 0',
    ],
    [[2 ** 31], {}, 'got 1 of 2147483649 columns, 8.00 GiB.'],
    [[2 ** 53], {}, 'got 9007199254740992 at [0]'],
    [[0], { classes: 2 ** 50 }, 'got 1 of 1125899906842624 columns, 4.19e+6 GiB. Convert them part by part.'],
    [[0], { classes: 0 }, 'oneHot, classes: expected a whole number from 1, got 0.'],
    [[0], { classes: '3' }, "oneHot, classes: expected a whole number from 1, got '3'."],
    [[0], { numClasses: 3 }, "got 'numClasses'. It is called 'classes' here."],
    [[0], 3, 'oneHot: expected options as an object, got 3.'],
  ])('oneHot(%p, %p) is refused', (labels, options, message) => {
    const encode = (): unknown => oneHot(labels as number[], options as object);
    expect(encode).toThrow(NeutypeError);
    expect(encode).toThrow(message);
  });

  it('fromOneHot reads nested arrays', () => {
    expect(
      fromOneHot([
        [0, 1],
        [1, 0],
      ]).toArray(),
    ).toEqual([1, 0]);
    expect(() => fromOneHot([0, 1])).toThrow('fromOneHot: expected the shape [?, classes], got [2].');
    expect(() => fromOneHot('01' as unknown as number[])).toThrow(DataError);
  });

  it.each([
    ['no 1', [0, 0]],
    ['two', [1, 1]],
    ['a probability', [0.2, 0.8]],
    ['NaN', [Number.NaN, 1]],
  ])('fromOneHot refuses a row with %s', (_name, row) => {
    expect(() => fromOneHot(ndarray([[1, 0], row]))).toThrow(
      `fromOneHot, row 1: expected one 1 and otherwise 0, got [${Array.from(Float32Array.from(row)).join(', ')}].`,
    );
  });
});

describe('labelEncoder', () => {
  const { words, classes, codes } = golden.labels;

  it("numbers labels as scikit-learn's does", () => {
    const encoder = labelEncoder(words);
    expect(encoder.classes).toEqual(classes);
    expect(Array.from(encoder.encode(words).data)).toEqual(codes);
    expect(encoder.decode(codes)).toEqual(words);
  });

  it('sorts numbers as numbers', () => {
    expect(labelEncoder([10, 9, 100]).classes).toEqual([9, 10, 100]);
    expect(Array.from(labelEncoder(Int32Array.of(7, -3)).encode([-3, 7]).data)).toEqual([0, 1]);
  });

  it('refuses labels that it was not fitted on', () => {
    expect(() => labelEncoder(words).encode(['daisy'])).toThrow(
      "labelEncoder.encode, labels: expected one of the 3 labels it was fitted on ('iris', 'rose', 'tulip'), got 'daisy'.",
    );
    expect(() => labelEncoder(words).decode([3])).toThrow(
      "labelEncoder.decode, indices: expected a label's number, from 0 to 2, got 3.",
    );
    expect(() => labelEncoder(words).decode([0.5])).toThrow('got 0.5');
    expect(() => labelEncoder(words).decode(['0'] as unknown as number[])).toThrow("got '0'");
    expect(() => labelEncoder(words).decode(undefined as unknown as number[])).toThrow('got undefined');
  });

  it.each([
    [
      [1, Number.NaN],
      'labelEncoder, labels: expected a label: a text, a finite number, true or false, got NaN at [1].',
    ],
    [[Number.NEGATIVE_INFINITY], 'got -Infinity at [0]'],
    [['a', null], 'got null at [1]'],
    [['a', undefined], 'got undefined at [1]'],
    [[1n], 'got 1n at [0]'],
    [[1, 'a'], "labelEncoder, labels: expected labels of one kind, 1 as the first, got 'a' at [1]."],
    // biome-ignore lint/suspicious/noSparseArray: holes are the point
    [['a', , 'b'], 'labelEncoder, labels: expected a value in every place, got a hole at [1].'],
    [ndarray(3), 'labelEncoder, labels: expected rows, one for each sample, got a single number.'],
    ['abc', "labelEncoder, labels: expected rows: an NdArray, a typed array or a plain array, got 'abc'."],
  ])('refuses labels such as %p', (labels, message) => {
    expect(() => labelEncoder(labels as string[])).toThrow(NeutypeError);
    expect(() => labelEncoder(labels as string[])).toThrow(message);
  });

  it('escapes what labels carry for a terminal', () => {
    expect(() => labelEncoder(['a']).encode(['\x1b[31mred'])).toThrow("got '\\x1b[31mred'.");
  });
});

it("classWeights are scikit-learn's balanced ones", () => {
  const { words, classes, weights } = golden.labels;
  expect([...classWeights(words)]).toEqual(classes.map((name, i) => [name, weights[i]]));
});

it('classWeights counts rows as classes, in nested arrays too', () => {
  const rows = [
    [1, 0],
    [0, 1],
    [1, 0],
    [1, 0],
  ];
  const weights: [string, number][] = [
    ['0,1', 2],
    ['1,0', 4 / 6],
  ];
  expect([...classWeights(ndarray(rows))]).toEqual(weights);
  expect([...classWeights(rows)]).toEqual(weights);
  expect(() => classWeights([[1, 0], [1]])).toThrow('classWeights, labels: expected rows of equal length');
});

it('classes in nested arrays keep all their digits', () => {
  const days = [[20240101], [20240102], [20240101]];
  expect([...classWeights(days)]).toEqual([
    [20240101, 3 / 4],
    [20240102, 3 / 2],
  ]);
  expect(labelEncoder(days as unknown as number[]).classes).toEqual([20240101, 20240102]);
  expect(classWeights(days.map(([day]) => [day!, 1])).get('20240102,1')).toBe(3 / 2);
});

it(
  'labels of any kind are numbered and back again, or refused in words',
  () => {
    const label = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, 1n),
    );
    const one = fc.oneof(
      fc.array(fc.string()),
      fc.array(fc.integer()),
      fc.array(fc.boolean()),
      fc.array(label),
    );
    fc.assert(
      fc.property(one, (labels) => {
        try {
          const given = labels as string[];
          const encoder = labelEncoder(given);
          const numbers = encoder.encode(given);
          expect(encoder.decode(numbers)).toEqual(given);
          if (given.length > 0) expect(fromOneHot(oneHot(numbers))).toEqual(numbers);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      fuzzed(300),
    );
  },
  fuzzTimeout,
);
