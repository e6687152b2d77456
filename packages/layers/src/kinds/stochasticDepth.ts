import { dropout as drop } from '@neutype/core';
import { fill, mul } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { checkRate, randomnessOf } from '../randomness.js';
import type { OneInput } from '../takes.js';

/**
 * While training, zeroes whole samples with probability `rate` and scales the others by `1 / (1 − rate)`; otherwise passes
 * all on. At the end of a residual branch it leaves the branch out, so that a deep network is trained as many shallower
 * ones. Any shape stays as it is.
 *
 * Huang et al., "Deep Networks with Stochastic Depth", 2016. torchvision's `StochasticDepth(rate, 'row')`, DropPath.
 *
 * @param rate probability from 0 up to, but not including, 1
 * @throws OptionError for any other rate
 *
 * @example
 * ```ts
 * const block = residual(relu(64), linear(64), stochasticDepth(0.1));
 * const network = input(64).to(repeat(block, 12), softmax(10));
 * ```
 */
export function stochasticDepth(
  rate: number,
  options: { readonly name?: string } = {},
): Layer<'same', OneInput> {
  checkLayerOptions('stochasticDepth', options);
  checkRate(
    'stochasticDepth(rate)',
    rate,
    'stochasticDepth(0.1) leaves the branch out for a tenth of the samples.',
  );
  return layer({
    kind: 'stochastic-depth',
    name: options.name,
    replayable: true,
    outputs: rate === 0 ? 'same' : 'numbers',
    settings: { rate },
    forward: (x, _, context) => {
      if (!context.training || rate === 0) return x;
      const { key, counter } = randomnessOf(context, 'stochasticDepth');
      const samples = x.shape.map((length, axis) => (axis === 0 ? length : 1));
      return mul(x, drop(fill(samples, 1), rate, key, counter));
    },
  });
}
