import { describe, expect, it } from '@jest/globals';
import { checkChoice, checkOptions, nearestName, OptionError, optionNames } from '../src/index.js';

describe('nearestName', () => {
  it.each([
    ['batch_size', 'batchSize'],
    ['nestrov', 'nesterov'],
    ['Momentm', 'momentum'],
  ])('finds what %s means', (name, meant) => {
    expect(nearestName(name, ['batchSize', 'momentum', 'nesterov', 'step'])).toBe(meant);
  });

  it('suggests nothing that is far off', () => {
    expect(nearestName('regularizer', ['batchSize', 'momentum', 'step'])).toBeUndefined();
  });
});

describe('checkOptions', () => {
  it('accepts known names', () => {
    expect(() => checkOptions('momentum', { step: 0.1 }, ['step', 'momentum'])).not.toThrow();
  });

  it('names the unknown option, the known ones and the nearest', () => {
    const misspelled = (): void => checkOptions('momentum', { setp: 0.1 }, ['momentum', 'step']);
    expect(misspelled).toThrow(OptionError);
    expect(misspelled).toThrow(
      "momentum: expected options out of momentum, step, got 'setp'. Did you mean 'step'?",
    );
  });

  it.each([
    ['lr', ['step', 'momentum'], 'step'],
    ['learning_rate', ['batchSize', 'step'], 'step'],
    ['learningRate', ['batchSize', 'step'], 'step'],
    ['n_splits', ['folds', 'seed'], 'folds'],
    ['randomState', ['folds', 'seed'], 'seed'],
    ['callbacks', ['signal', 'signals'], 'signals'],
    ['rotation_range', ['rotate', 'shift'], 'rotate'],
    ['usecols', ['columns'], 'columns'],
    ['shuffle', ['shuffleBuffer'], 'shuffleBuffer'],
    ['classNames', ['targetNames', 'digits'], 'targetNames'],
  ])('answers %s, as other libraries call it, with our name', (name, known, ours) => {
    expect(() => checkOptions('f', { [name]: 1 }, known)).toThrow(`It is called '${ours}' here.`);
  });

  it('gives the hint before the names where they are many', () => {
    const many = ['a1', 'b1', 'c1', 'd1', 'e1', 'f1', 'g1', 'h1', 'batchSize'];
    expect(() => checkOptions('adam', { batchSiz: 1 }, many)).toThrow(
      "adam: expected options that it knows, got 'batchSiz'. Did you mean 'batchSize'? " +
        'It knows a1, b1, c1, d1, e1, f1, g1, h1, batchSize.',
    );
    expect(() => checkOptions('adam', { unheardOf: 1 }, many)).toThrow(
      "adam: expected options out of a1, b1, c1, d1, e1, f1, g1, h1, batchSize, got 'unheardOf'.",
    );
    expect(() => checkChoice('which', 'batchsise', many)).toThrow(
      "which: expected a name that it knows, got 'batchsise'. Did you mean 'batchSize'? It knows 'a1', ",
    );
  });

  it('prefers another spelling of a known name to a synonym', () => {
    expect(() => checkOptions('f', { test_size: 1 }, ['testSize'])).toThrow("Did you mean 'testSize'?");
  });

  it.each([
    ['step', "'step' is an option of the optimizer."],
    ['learning_rate', "'step' is an option of the optimizer."],
    ['signals', "'signals' is an option of the optimizer."],
    ['callbacks', "'signals' is an option of the optimizer."],
    ['signl', "Did you mean 'signal'?"],
    ['Epochs', "Did you mean 'epochs'?"],
    ['max_iter', "It is called 'epochs' here."],
  ])('knows what takes %s instead', (name, remedy) => {
    const elsewhere = { of: 'the optimizer', names: ['signals', 'step'] };
    expect(() => checkOptions('train', { [name]: 1 }, ['epochs', 'signal'], elsewhere)).toThrow(remedy);
  });

  it('offers a synonym only to a function that knows it', () => {
    expect(() => checkOptions('f', { lr: 1 }, ['depth'])).toThrow(/got 'lr'\.$/);
  });

  it.each([
    ['step', "'step'"],
    [10, '10'],
    [null, 'null'],
    [[1], 'an array of 1'],
    [new Float32Array(2), 'a Float32Array of 2'],
    [Promise.resolve({ step: 1 }), 'a Promise'],
    [new Set(['step']), 'a Set'],
    [() => ({ step: 1 }), 'a function'],
  ])('refuses %p in place of options', (value, words) => {
    expect(() => checkOptions('f', value, ['step'])).toThrow(
      `f: expected options as an object, got ${words}.`,
    );
  });

  it('does not take names of Object.prototype for known ones', () => {
    expect(() => checkOptions('f', { constructor: 1 }, ['step'])).toThrow(OptionError);
  });
});

describe('optionNames', () => {
  it('gives the names of an options type', () => {
    interface Options {
      readonly step?: number;
      readonly seed: number;
    }
    expect(optionNames<Options>({ step: true, seed: true })).toEqual(['step', 'seed']);
    // @ts-expect-error a list that lacks a name is refused by the compiler
    optionNames<Options>({ step: true });
  });
});
