import { OptionError } from '@neutype/core';

/** Refuses a number outside its range. */
export const checkNumber = (name: string, value: unknown, valid: boolean, expected: string): void => {
  if (typeof value === 'number' && valid) return;
  throw new OptionError({ where: `option ${name}`, expected, received: shown(value) });
};

/** Refuses a number that does not count something: whole, from 1. */
export const checkCount = (name: string, value: unknown): void =>
  checkNumber(name, value, Number.isInteger(value) && Number(value) >= 1, 'a whole number from 1');

/** Refuses anything but `true` and `false`. */
export const checkFlag = (name: string, value: unknown): void => {
  if (typeof value === 'boolean') return;
  throw new OptionError({ where: `option ${name}`, expected: 'true or false', received: shown(value) });
};

const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
