import { describe, expect, it } from '@jest/globals';
import { checkChoice, checkCount, checkFlag, checkFunction, checkNumber, OptionError } from '../src/index.js';

describe('checkNumber', () => {
  it.each([
    [{}, 'a finite number'],
    [{ whole: true }, 'a whole number'],
    [{ from: 0 }, 'a number from 0'],
    [{ from: 0, to: 1 }, 'a number from 0 to 1'],
    [{ from: 0, below: 1 }, 'a number from 0 and below 1'],
    [{ above: 0 }, 'a number above 0'],
    [{ above: 0, to: 1 }, 'a number above 0 and up to 1'],
    [{ from: 1, whole: true }, 'a whole number from 1'],
  ])('says what %j allows', (range, words) => {
    expect(() => checkNumber('f, x', Number.NaN, range)).toThrow(`f, x: expected ${words}, got NaN.`);
  });

  it('accepts closed ends and refuses open ones', () => {
    expect(() => checkNumber('x', 0, { from: 0, below: 1 })).not.toThrow();
    expect(() => checkNumber('x', 1, { from: 0, below: 1 })).toThrow(OptionError);
    expect(() => checkNumber('x', 1, { above: 0, to: 1 })).not.toThrow();
    expect(() => checkNumber('x', 0, { above: 0, to: 1 })).toThrow(OptionError);
  });

  it.each([['1'], [Number.POSITIVE_INFINITY], [null], [1n], [[1]]])('refuses %p', (value) => {
    expect(() => checkNumber('x', value)).toThrow(OptionError);
  });

  it('refuses objects that could be converted to a number', () => {
    expect(() => checkNumber('x', { valueOf: () => 1 }, { from: 0 })).toThrow(
      'x: expected a number from 0, got an object.',
    );
    expect(() => checkNumber('x', '1', { whole: true })).toThrow(OptionError);
  });

  it('refuses whole numbers beyond the safe integers', () => {
    expect(() => checkNumber('x', 2 ** 53, { whole: true })).toThrow(OptionError);
  });
});

describe('checkCount', () => {
  it('counts from 1, or from the given start', () => {
    expect(() => checkCount('n', 1)).not.toThrow();
    expect(() => checkCount('n', 0)).toThrow('n: expected a whole number from 1, got 0.');
    expect(() => checkCount('n', 0, 0)).not.toThrow();
    expect(() => checkCount('n', 1.5)).toThrow(OptionError);
  });
});

describe('checkFlag and checkFunction', () => {
  it('accept only booleans and only functions', () => {
    expect(() => checkFlag('f', false)).not.toThrow();
    expect(() => checkFlag('f', 'false')).toThrow("f: expected true or false, got 'false'.");
    expect(() => checkFunction('f', Math.abs)).not.toThrow();
    expect(() => checkFunction('f', 3, 'a loss')).toThrow('f: expected a loss, got 3.');
  });
});

describe('checkChoice', () => {
  it('lists the choices and suggests the nearest', () => {
    expect(() => checkChoice('theme', 'dark', ['light', 'dark'])).not.toThrow();
    expect(() => checkChoice('theme', 'drak', ['light', 'dark'])).toThrow(
      "theme: expected one of 'light', 'dark', got 'drak'. Did you mean 'dark'?",
    );
    expect(() => checkChoice('theme', 7, ['light', 'dark'])).toThrow(/got 7\.$/);
  });
});
