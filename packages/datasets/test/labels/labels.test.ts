import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import { classWeights, fromOneHot, labelEncoder, oneHot } from '../../src/index.js';
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

  it('refuses labels that are no class', () => {
    expect(() => oneHot([0, 1.5])).toThrow('oneHot: label 1.5 at index 1 is not an integer from 0 to 1.');
    expect(() => oneHot([0, -1])).toThrow('label -1 at index 1');
    expect(() => oneHot([0, Number.NaN, 1])).toThrow('label NaN at index 1');
    expect(() => oneHot([3], { classes: 3 })).toThrow('label 3 at index 0 is not an integer from 0 to 2.');
    expect(() => oneHot([])).toThrow('there are no labels');
    expect(() =>
      oneHot(
        ndarray([
          [1, 2],
          [0, 1],
        ]),
      ),
    ).toThrow('expected labels of shape [n], got [2, 2]');
  });

  it.each([
    ['no 1', [0, 0]],
    ['two', [1, 1]],
    ['a probability', [0.2, 0.8]],
    ['NaN', [Number.NaN, 1]],
  ])('fromOneHot refuses a row with %s', (_name, row) => {
    expect(() => fromOneHot(ndarray([[1, 0], row]))).toThrow(
      `fromOneHot: row 1 is not one-hot, expected one 1 and otherwise 0, got [${Array.from(Float32Array.from(row)).join(', ')}].`,
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

  it('refuses what it was not fitted on', () => {
    expect(() => labelEncoder(words).encode(['daisy'])).toThrow(
      'labelEncoder.encode: "daisy" is not one of the 3 labels it was fitted on ("iris", "rose", "tulip").',
    );
    expect(() => labelEncoder(words).decode([3])).toThrow("3 is not a label's number, expected 0 to 2.");
  });
});

it("classWeights are scikit-learn's balanced ones", () => {
  const { words, classes, weights } = golden.labels;
  expect([...classWeights(words)]).toEqual(classes.map((name, i) => [name, weights[i]]));
});
