import { checkNumber, checkOptions } from '@neutype/errors';
import { normalQuantile, type Random } from '@neutype/random';
import type { Initializer } from './initializer.js';

/** What of a normal distribution lies more than two deviations below its mean. */
const TAIL = 0.022750131948179195;
/** The deviation of a normal distribution without its tails, relative to that of the whole. */
const REMAINING_DEVIATION = 0.8796256610342398;

/**
 * Normally distributed values, none of them farther than two standard deviations from the mean: by default of mean 0 and
 * deviation 0.01. What is left of `std` when the tails are cut is 0.88 of it, as in Keras' `TruncatedNormal` and PyTorch's
 * `trunc_normal_`.
 *
 * @throws OptionError for a mean that is not finite or a negative deviation
 *
 * @example
 * ```ts
 * linear(10, { weight: truncatedNormal({ std: 0.02 }) });
 * ```
 */
export function truncatedNormal(
  options: { readonly mean?: number; readonly std?: number } = {},
): Initializer {
  checkOptions('truncatedNormal', options, ['mean', 'std']);
  const { mean = 0, std = 0.01 } = options;
  checkNumber('truncatedNormal, mean', mean);
  checkNumber('truncatedNormal, std', std, { from: 0 });
  return {
    name: `truncatedNormal(mean=${mean}, std=${std})`,
    fill: (target, _shape, random) => fillBetweenTails(target, random, mean, std),
  };
}

/** The same so that what is left has this standard deviation. */
export function fillTruncated(target: Float32Array, random: Random, std: number): void {
  fillBetweenTails(target, random, 0, std / REMAINING_DEVIATION);
}

/** The quantiles of probabilities that lie between the tails, from 24 bits and a half step: symmetric about ½. */
function fillBetweenTails(target: Float32Array, random: Random, mean: number, std: number): void {
  random.fillUniform(target);
  for (let index = 0; index < target.length; index++) {
    const part = (target[index] as number) + 2 ** -25;
    target[index] = mean + std * normalQuantile(TAIL + part * (1 - 2 * TAIL));
  }
}
