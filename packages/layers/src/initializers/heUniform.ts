import { checkedGain } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Drawn evenly from `±√(3·gain / fanIn)`: the variance of `heNormal` without its tails.
 *
 * He et al., "Delving Deep into Rectifiers", 2015.
 *
 * @throws OptionError for a gain that is no number above 0
 *
 * @example
 * ```ts
 * relu(100, { weight: heUniform({ gain: 2 }) });
 * ```
 */
export function heUniform(options: { readonly gain?: number } = {}): Initializer {
  const gain = checkedGain('heUniform', options);
  return {
    name: `heUniform(gain=${gain})`,
    fill: (target, shape, random) => {
      const limit = Math.sqrt((3 * gain) / fans(shape).fanIn);
      random.fillUniform(target, -limit, limit);
    },
  };
}
