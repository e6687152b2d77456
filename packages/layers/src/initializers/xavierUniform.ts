import { checkedGain } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Drawn evenly from `±√(3·gain / (fanIn + fanOut))`: the variance of `xavierNormal` without its tails.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010. The paper's
 * limit is `gain: 2`; the default is NeuPy's, half of that variance.
 *
 * @throws OptionError for a gain that is no number above 0
 *
 * @example
 * ```ts
 * tanh(100, { weight: xavierUniform({ gain: 2 }) });
 * ```
 */
export function xavierUniform(options: { readonly gain?: number } = {}): Initializer {
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
