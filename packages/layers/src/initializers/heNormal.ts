import { checkedGain } from './checkGain.js';
import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Normally distributed with variance `gain / fanIn`, which keeps the size of a signal from layer to layer.
 *
 * He et al., "Delving Deep into Rectifiers", 2015. The paper's own variance for relu is `gain: 2`, the default of
 * `relu` and `conv2d`; `gain: 1`, the default here, suits the other activations.
 *
 * @throws OptionError for a gain that is no number above 0
 *
 * @example
 * ```ts
 * tanh(100, { weight: heNormal() });
 * relu(100, { weight: heNormal({ gain: 2 }) }); // as relu begins anyway
 * ```
 */
export function heNormal(options: { readonly gain?: number } = {}): Initializer {
  const gain = checkedGain('heNormal', options);
  return {
    name: `heNormal(gain=${gain})`,
    fill: (target, shape, random) => void random.fillNormal(target, 0, Math.sqrt(gain / fans(shape).fanIn)),
  };
}
