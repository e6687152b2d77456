import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { mean, type Scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { binaryCrossentropy, categoricalCrossentropy, mse, resolveLoss } from '../src/index.js';

describe('a loss is found', () => {
  it.each([
    ['mse', mse],
    ['binaryCrossentropy', binaryCrossentropy],
    ['binary_crossentropy', binaryCrossentropy],
    ['categoricalCrossentropy', categoricalCrossentropy],
    ['categorical_crossentropy', categoricalCrossentropy],
  ] as const)('as %s', (name, loss) => expect(resolveLoss(name)).toBe(loss));

  it('as itself', () => expect(resolveLoss(mse)).toBe(mse));

  it('as a function', () => {
    const bias = (targets: Tensor, outputs: Tensor): Scalar => mean(sub(outputs, targets));
    expect(resolveLoss(bias)).toEqual({ name: 'bias', compute: bias });
  });
});

describe('a loss that is not there', () => {
  it.each([
    ['categorical_crossentrpy', "Did you mean 'categoricalCrossentropy'?"],
    ['MSE', "Did you mean 'mse'?"],
    [
      'hinge',
      "expected one of binaryCrossentropy, categoricalCrossentropy, mse, got 'hinge'. Another loss is a function: (targets, outputs) => mean(…).",
    ],
    ['mae', "got 'mae'. Another loss is a function"],
    ['msle', "got 'msle'. Another loss is a function"],
    ['mean_squared_error', "Did you mean 'mse'?"],
    ['cross_entropy', "Did you mean 'categoricalCrossentropy'?"],
    ['CrossEntropyLoss', "Did you mean 'categoricalCrossentropy'?"],
    ['sparse_categorical_crossentropy', "Did you mean 'categoricalCrossentropy'? It takes oneHot(labels)."],
    ['bce', "Did you mean 'binaryCrossentropy'?"],
    ['log_loss', "Did you mean 'binaryCrossentropy'?"],
    ['toString', "got 'toString'"],
  ])('%s', (name, message) => {
    const attempt = (): unknown => resolveLoss(name as 'mse');
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
  });

  it.each([[undefined], [3], [{}], [null]])('%p', (value) => {
    expect(() => resolveLoss(value as unknown as 'mse')).toThrow(OptionError);
  });
});
