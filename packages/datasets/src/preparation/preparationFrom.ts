import { checkChoice, DataError, shown } from '@neutype/errors';
import { dtypeOf } from '@neutype/ndarray';
import {
  columnScaling,
  type FittedPreparation,
  type PreparationDescription,
  type PreparationMethod,
} from './preparation.js';

const METHODS: readonly PreparationMethod[] = ['featureMean', 'minMaxScaler', 'standardScaler'];

/**
 * Makes a fitted preparation of its description: the same that a scaler learned, bit for bit.
 *
 * @param description as `scaler.description` gives it, from a file for example; its arrays are copied
 * @throws OptionError for a method that nobody knows
 * @throws DataError for arrays of unequal lengths, infinite numbers, and factors of 0
 *
 * @example
 * ```ts
 * const { description } = standardScaler(xTrain);
 * preparationFrom(description).apply(xTest);
 * ```
 */
export function preparationFrom({ factor, method, shift }: PreparationDescription): FittedPreparation {
  checkChoice('preparationFrom, method', method, METHODS);
  checkNumbers('shift', shift);
  checkNumbers('factor', factor);
  if (shift.length !== factor.length) {
    throw new DataError({
      where: 'preparationFrom, factor',
      expected: `${shift.length} numbers, as many as in shift`,
      received: `${factor.length}`,
    });
  }
  if (factor.includes(0)) {
    throw new DataError({
      where: 'preparationFrom, factor',
      expected: 'numbers other than 0',
      received: `0 at ${factor.indexOf(0)}`,
    });
  }
  return columnScaling({ method, shift: shift.slice(), factor: factor.slice() });
}

function checkNumbers(name: string, values: unknown): void {
  const where = `preparationFrom, ${name}`;
  const numbers = values as Float64Array;
  if (dtypeOf(values) !== 'float64' || numbers.length === 0) {
    throw new DataError({
      where,
      expected: 'a Float64Array with a number for each feature',
      received: shown(values),
    });
  }
  const odd = numbers.findIndex((value) => !Number.isFinite(value));
  if (odd === -1) return;
  throw new DataError({ where, expected: 'finite numbers', received: `${numbers[odd]} at ${odd}` });
}
