import { checkedGain, type GainOptions } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Normally distributed with variance `gain / (fanIn + fanOut)`, where `gain` is 2 by default: made for tanh, and also
 * called Glorot's. It is PyTorch's `xavier_normal_`; NeuPy's `XavierNormal()` is `xavierNormal({ gain: 1 })`.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
 *
 * @throws OptionError for a gain that is not a number above 0
 *
 * @example
 * ```ts
 * tanh(100, { weight: xavierNormal() });
 * ```
 */
export function xavierNormal(options: GainOptions = {}): Initializer {
  const gain = checkedGain('xavierNormal', options);
  return {
    name: `xavierNormal(gain=${gain})`,
    fill: (target, shape, random) => {
      const { fanIn, fanOut } = fans(shape);
      random.fillNormal(target, 0, Math.sqrt(gain / (fanIn + fanOut)));
    },
  };
}
