import { describe, expect, it } from '@jest/globals';
import { DataError } from '@neutype/core';
import { binaryCrossentropy, categoricalCrossentropy, mse } from '../src/index.js';

function check(loss: typeof mse, data: number[], shape: number[], outputShape: number[]) {
  return (): void => loss.checkTargets?.({ data, shape }, outputShape);
}

describe('categoricalCrossentropy accepts', () => {
  it.each<[string, number[], number[]]>([
    ['one-hot rows', [0, 1, 0, 1, 0, 0], [2, 3]],
    ['probabilities', [0.2, 0.3, 0.5, 1 / 3, 1 / 3, 1 / 3], [2, 3]],
    ['class numbers', [2, 0, 1, 1], [4]],
    ['a column of class numbers', [2, 0], [2, 1]],
  ])('%s', (_, data, shape) => {
    expect(check(categoricalCrossentropy, data, shape, [3])).not.toThrow();
  });

  it.each<[string, number[], number[], string]>([
    [
      'class numbers beyond the outputs',
      [2, 0, 4, 1],
      [4],
      'targets for categoricalCrossentropy: expected class numbers from 0 to 2, or one-hot rows of 3 classes, got 4 in sample 2. End the network in 5 outputs, or number the classes from 0 without gaps.',
    ],
    ['classes counted from 1', [1, 2, 3], [3, 1], 'got 3 in sample 2. Class numbers begin at 0;'],
    ['negative class numbers', [0, -1], [2], 'got -1 in sample 1. Class numbers begin at 0.'],
    ['numbers between', [0, 0.5], [2], 'got 0.5 in sample 1. For values of any size take the loss mse.'],
    ['two labels for one sample', [1, 1, 0, 0, 1, 0], [2, 3], 'row 0: [1, 1, 0]'],
    ['no label for one sample', [0, 1, 0, 0, 0, 0], [2, 3], 'row 1: [0, 0, 0]'],
    ['labels of −1 and 1', [-1, 1, 1], [1, 3], 'row 0: [-1, 1, 1]'],
    ['a row that sums to 0.95', [0, 1, 0, 0.5, 0.45, 0], [2, 3], 'row 1: [0.5, 0.45, 0]'],
  ])('but not %s', (_, data, shape, message) => {
    const attempt = check(categoricalCrossentropy, data, shape, [3]);
    expect(attempt).toThrow(DataError);
    expect(attempt).toThrow(message);
  });

  it('no network with a single output', () => {
    expect(check(categoricalCrossentropy, [1, 0], [2, 1], [1])).toThrow('for which this loss is always 0');
  });
});

describe('binaryCrossentropy accepts', () => {
  it('bits and probabilities', () => {
    expect(check(binaryCrossentropy, [0, 1, 0.3], [3], [1])).not.toThrow();
  });

  it('no −1', () => {
    expect(check(binaryCrossentropy, [1, -1], [2], [1])).toThrow(
      'got -1 in sample 1. Labels of −1 and 1 become 0 and 1',
    );
  });

  it('no −1 among several outputs, and says in which sample it is', () => {
    expect(check(binaryCrossentropy, [0, 1, 0, 1, 5, 0], [2, 3], [3])).toThrow('got 5 in sample 1.');
  });

  it('no class numbers', () => {
    expect(check(binaryCrossentropy, [0, 1, 2], [3], [1])).toThrow(
      'got 2 in sample 2. Class numbers must be one-hot encoded',
    );
  });
});

describe('mse accepts', () => {
  it('any finite number', () => expect(check(mse, [-5, 1e9], [2], [1])).not.toThrow());
});
