import type { Initializer } from './initializer.js';

/**
 * Normally distributed values, with mean 0 and standard deviation 0.01 unless told otherwise.
 *
 * @example
 * ```ts
 * linear(10, { weight: normal({ std: 0.05 }) });
 * ```
 */
export const normal = ({ mean = 0, std = 0.01 }: { mean?: number; std?: number } = {}): Initializer => ({
  name: `normal(mean=${mean}, std=${std})`,
  fill: (target, _shape, random) => void random.fillNormal(target, mean, std),
});
