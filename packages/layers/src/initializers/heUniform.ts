import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Drawn evenly from `±√(3·gain / fanIn)`: the variance of `heNormal` without its tails.
 *
 * He et al., "Delving Deep into Rectifiers", 2015.
 *
 * @example
 * ```ts
 * relu(100, { weight: heUniform({ gain: 2 }) });
 * ```
 */
export const heUniform = ({ gain = 1 }: { gain?: number } = {}): Initializer => ({
  name: `heUniform(gain=${gain})`,
  fill: (target, shape, random) => {
    const limit = Math.sqrt((3 * gain) / fans(shape).fanIn);
    random.fillUniform(target, -limit, limit);
  },
});
