import { checkedGain, type GainOptions } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Uniformly distributed within `±√(3·gain / fanIn)`, where `gain` is 2 by default: the variance of `heNormal` without
 * its tails. It is PyTorch's `kaiming_uniform_`.
 *
 * He et al., "Delving Deep into Rectifiers", 2015.
 *
 * @throws OptionError for a gain that is not a number above 0
 *
 * @example
 * ```ts
 * relu(100, { weight: heUniform() });
 * ```
 */
export function heUniform(options: GainOptions = {}): Initializer {
  const gain = checkedGain('heUniform', options);
  return {
    name: `heUniform(gain=${gain})`,
    fill: (target, shape, random) => {
      const limit = Math.sqrt((3 * gain) / fans(shape).fanIn);
      random.fillUniform(target, -limit, limit);
    },
  };
}
