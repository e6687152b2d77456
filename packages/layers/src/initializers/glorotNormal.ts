import type { Initializer } from './initializer.js';
import { varianceScaling } from './varianceScaling.js';

/**
 * Normally distributed with variance `2 / (fanIn + fanOut)` and cut at two standard deviations: Keras' `GlorotNormal`.
 * `xavierNormal()` has the same variance without being cut, as in PyTorch.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
 *
 * @example
 * ```ts
 * tanh(100, { weight: glorotNormal() });
 * ```
 */
export function glorotNormal(): Initializer {
  const { fill } = varianceScaling({ mode: 'fanAvg' });
  return { name: 'glorotNormal()', fill };
}
