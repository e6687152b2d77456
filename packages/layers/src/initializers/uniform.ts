import type { Initializer } from './initializer.js';

/**
 * Values drawn evenly from `[low, high)`, which is `[0, 1)` unless told otherwise.
 *
 * @example
 * ```ts
 * linear(10, { weight: uniform({ low: -0.05, high: 0.05 }) });
 * ```
 */
export const uniform = ({ low = 0, high = 1 }: { low?: number; high?: number } = {}): Initializer => ({
  name: `uniform(low=${low}, high=${high})`,
  fill: (target, _shape, random) => void random.fillUniform(target, low, high),
});
