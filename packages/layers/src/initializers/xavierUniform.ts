import { checkedGain, type GainOptions } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Uniformly distributed within `±√(3·gain / (fanIn + fanOut))`, where `gain` is 2 by default: the variance of
 * `xavierNormal` without its tails. It is PyTorch's `xavier_uniform_`.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
 *
 * @throws OptionError for a gain that is not a number above 0
 *
 * @example
 * ```ts
 * tanh(100, { weight: xavierUniform() });
 * ```
 */
export function xavierUniform(options: GainOptions = {}): Initializer {
  const gain = checkedGain('xavierUniform', options);
  return {
    name: `xavierUniform(gain=${gain})`,
    fill: (target, shape, random) => {
      const { fanIn, fanOut } = fans(shape);
      const limit = Math.sqrt((3 * gain) / (fanIn + fanOut));
      random.fillUniform(target, -limit, limit);
    },
  };
}
