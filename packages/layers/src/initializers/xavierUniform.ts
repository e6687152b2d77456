import { fans } from './fans.js';
import type { Initializer } from './initializer.js';

/**
 * Drawn evenly from `±√(3·gain / (fanIn + fanOut))`: the variance of `xavierNormal` without its tails.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010. The paper's
 * limit is `gain: 2`; the default is NeuPy's, half of that variance.
 *
 * @example
 * ```ts
 * tanh(100, { weight: xavierUniform({ gain: 2 }) });
 * ```
 */
export const xavierUniform = ({ gain = 1 }: { gain?: number } = {}): Initializer => ({
  name: `xavierUniform(gain=${gain})`,
  fill: (target, shape, random) => {
    const { fanIn, fanOut } = fans(shape);
    const limit = Math.sqrt((3 * gain) / (fanIn + fanOut));
    random.fillUniform(target, -limit, limit);
  },
});
