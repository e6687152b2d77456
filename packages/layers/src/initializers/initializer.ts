import type { Random } from '@neutype/random';
import type { Shape } from '../shape.js';

/**
 * Fills a new parameter. Write one as a plain object to draw from a distribution of your own.
 *
 * @example
 * ```ts
 * const coinFlips: Initializer = {
 *   name: 'coinFlips()',
 *   fill: (target, _shape, random) => {
 *     for (let i = 0; i < target.length; i++) target[i] = random.integer(2) * 2 - 1;
 *   },
 * };
 * const layer = linear(10, { weight: coinFlips });
 * ```
 */
export interface Initializer {
  /** As it is written in code, for messages: `heNormal(gain=2)`. */
  readonly name: string;
  /** Writes every element of `target`, which is laid out in row-major order of `shape`. */
  fill(target: Float32Array, shape: Shape, random: Random): void;
}
