import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Normally distributed with variance `1 / fanIn`, which keeps the size of a signal from layer to layer: how `linear`,
 * `tanh`, `sigmoid` and `softmax` begin. It is NeuPy's `HeNormal(gain=1)`.
 *
 * LeCun et al., "Efficient BackProp", 1998.
 *
 * @example
 * ```ts
 * tanh(100, { weight: lecunNormal() }); // tanh's default
 * ```
 */
export function lecunNormal(): Initializer {
  return {
    name: 'lecunNormal()',
    fill: (target, shape, random) => void random.fillNormal(target, 0, Math.sqrt(1 / fans(shape).fanIn)),
  };
}
