import type { Initializer } from './initializer.js';
import { xavierUniform } from './xavierUniform.js';

/**
 * Uniformly distributed within `±√(6 / (fanIn + fanOut))`: Keras' `GlorotUniform`, with which its dense layers and
 * convolutions begin, and `xavierUniform()` under its other name.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
 *
 * @example
 * ```ts
 * tanh(100, { weight: glorotUniform() });
 * ```
 */
export function glorotUniform(): Initializer {
  const { fill } = xavierUniform();
  return { name: 'glorotUniform()', fill };
}
