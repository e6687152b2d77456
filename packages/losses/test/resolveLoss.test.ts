import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { mean, type Scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { binaryCrossentropy, categoricalCrossentropy, mse, resolveLoss } from '../src/index.js';

describe('resolveLoss finds a loss', () => {
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

describe('resolveLoss refuses', () => {
  it.each([
    ['categorical_crossentrpy', "Did you mean 'categoricalCrossentropy'?"],
    ['MSE', "Did you mean 'mse'?"],
    [
      'hinge',
      /expected one of binaryCrossentropy, categoricalCrossentropy, mse.*, got 'hinge'\. Another loss is a function: \(targets, outputs\) => mean\(…\)\./,
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

  it.each<[object, string]>([
    [{ name: 3 }, 'option loss, name: expected a text, got 3.'],
    [
      { expects: 'probability' },
      "option loss, expects: expected one of 'distribution', 'probabilities', 'numbers', got ",
    ],
    [{ replayable: 'yes' }, "option loss, replayable: expected true or false, got 'yes'."],
    [{ checkTargets: true }, 'option loss, checkTargets: expected a function of targets, got true.'],
    [
      { fromLogits: mean },
      'option loss, fromLogits: expected functions by the names of activations, got the function mean',
    ],
    [
      { fromLogits: { softmax: 3 } },
      'option loss, fromLogits, softmax: expected a function of targets and logits, got 3.',
    ],
  ])('a loss with %p', (part, message) => {
    const attempt = (): unknown => resolveLoss({ ...mse, ...part } as typeof mse);
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
  });

  it('nothing about a loss without a name', () => {
    const { compute } = mse;
    expect(resolveLoss({ compute } as typeof mse).compute).toBe(compute);
  });

  it.each([[undefined], [3], [{}], [null]])('%p', (value) => {
    expect(() => resolveLoss(value as unknown as 'mse')).toThrow(OptionError);
  });
});
