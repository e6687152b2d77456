import { checkedGain } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Normally distributed with variance `gain / (fanIn + fanOut)`.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010. The paper's
 * variance is `gain: 2`; the default is NeuPy's, half of it.
 *
 * @throws OptionError for a gain that is no number above 0
 *
 * @example
 * ```ts
 * tanh(100, { weight: xavierNormal({ gain: 2 }) });
 * ```
 */
export function xavierNormal(options: { readonly gain?: number } = {}): Initializer {
  const gain = checkedGain('xavierNormal', options);
  return {
    name: `xavierNormal(gain=${gain})`,
    fill: (target, shape, random) => {
      const { fanIn, fanOut } = fans(shape);
      random.fillNormal(target, 0, Math.sqrt(gain / (fanIn + fanOut)));
    },
  };
}
