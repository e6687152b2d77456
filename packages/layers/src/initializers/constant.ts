import { checkNumber } from '@neutype/errors';
import type { Initializer } from './initializer.js';

/**
 * The same value everywhere, `0` if none is given: how biases begin.
 *
 * @throws OptionError for what is no finite number
 *
 * @example
 * ```ts
 * relu(100, { bias: constant(0.1) });
 * ```
 */
export function constant(value = 0): Initializer {
  checkNumber('constant(value)', value);
  return { name: `constant(${value})`, fill: (target) => void target.fill(value) };
}
