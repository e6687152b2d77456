import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Uniformly distributed within `±√(3 / fanIn)`: the variance of `lecunNormal` without its tails.
 *
 * LeCun et al., "Efficient BackProp", 1998.
 *
 * @example
 * ```ts
 * tanh(100, { weight: lecunUniform() });
 * ```
 */
export function lecunUniform(): Initializer {
  return {
    name: 'lecunUniform()',
    fill: (target, shape, random) => {
      const limit = Math.sqrt(3 / fans(shape).fanIn);
      random.fillUniform(target, -limit, limit);
    },
  };
}
