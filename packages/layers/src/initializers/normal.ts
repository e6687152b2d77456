import { checkNumber, checkOptions } from '@neutype/errors';
import type { Initializer } from './initializer.js';

/**
 * Normally distributed values, by default with mean 0 and standard deviation 0.01.
 *
 * @throws OptionError for a mean that is not finite or a negative deviation
 *
 * @example
 * ```ts
 * linear(10, { weight: normal({ std: 0.05 }) });
 * ```
 */
export function normal(options: { readonly mean?: number; readonly std?: number } = {}): Initializer {
  checkOptions('normal', options, ['mean', 'std']);
  const { mean = 0, std = 0.01 } = options;
  checkNumber('normal, mean', mean);
  checkNumber('normal, std', std, { from: 0 });
  return {
    name: `normal(mean=${mean}, std=${std})`,
    fill: (target, _shape, random) => void random.fillNormal(target, mean, std),
  };
}
