import { describe, expect, it } from '@jest/globals';
import { OptionError } from '../src/errors.js';
import { checkOptionNames, nearestName } from '../src/options.js';

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

describe('checkOptionNames', () => {
  it('lets known names pass', () => {
    expect(() => checkOptionNames('momentum', { step: 0.1 }, ['step', 'momentum'])).not.toThrow();
  });

  it('names the unknown one, the known ones and the nearest', () => {
    const misspelt = (): void => checkOptionNames('momentum', { setp: 0.1 }, ['momentum', 'step']);
    expect(misspelt).toThrow(OptionError);
    expect(misspelt).toThrow(
      "momentum: expected options out of momentum, step, got 'setp'. Did you mean 'step'?",
    );
  });

  it('refuses what is no object', () => {
    expect(() => checkOptionNames('momentum', 'step' as unknown as object, ['step'])).toThrow(OptionError);
  });
});
