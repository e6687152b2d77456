import { checkNumber, checkOptions, OptionError } from '@neutype/errors';
import type { Initializer } from './initializer.js';

/**
 * Values drawn evenly from `[low, high)`, by default `[0, 1)`.
 *
 * @throws OptionError for limits that are not finite, or out of order
 *
 * @example
 * ```ts
 * linear(10, { weight: uniform({ low: -0.05, high: 0.05 }) });
 * ```
 */
export function uniform(options: { readonly low?: number; readonly high?: number } = {}): Initializer {
  checkOptions('uniform', options, ['low', 'high']);
  const { low = 0, high = 1 } = options;
  checkNumber('uniform, low', low);
  checkNumber('uniform, high', high);
  if (low >= high) {
    throw new OptionError({ where: 'uniform', expected: 'low below high', received: `${low} and ${high}` });
  }
  return {
    name: `uniform(low=${low}, high=${high})`,
    fill: (target, _shape, random) => void random.fillUniform(target, low, high),
  };
}
