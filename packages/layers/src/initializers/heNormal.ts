import { checkedGain, type GainOptions } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Normally distributed with variance `gain / fanIn`, where `gain` is 2 by default: made for relu, which halves the
 * size of a signal. It is PyTorch's `kaiming_normal_`; NeuPy's `HeNormal()` is `heNormal({ gain: 1 })`.
 *
 * He et al., "Delving Deep into Rectifiers", 2015.
 *
 * @throws OptionError for a gain that is not a number above 0
 *
 * @example
 * ```ts
 * relu(100, { weight: heNormal() }); // relu's default
 * ```
 */
export function heNormal(options: GainOptions = {}): Initializer {
  const gain = checkedGain('heNormal', options);
  return {
    name: `heNormal(gain=${gain})`,
    fill: (target, shape, random) => void random.fillNormal(target, 0, Math.sqrt(gain / fans(shape).fanIn)),
  };
}
