import { gaussianNoise as addNoise } from '@neutype/core';
import { ShapeError } from '@neutype/errors';
import { add, exp, mul, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer, type ShapeRule } from '../layer.js';
import { randomnessOf } from '../randomness.js';
import { formatBatchShape } from '../shape.js';
import type { OneInput } from '../takes.js';
import { sliceAlong } from './sliceAlong.js';

/**
 * Draws from normal distributions, of which it is given the means and then as many logarithms of variances: while training
 * `y = μ + σ · ε`, with ε from the standard normal distribution, otherwise the mean. So gradients reach both: the
 * reparametrization by which variational autoencoders are trained. The loss `gaussianKl` takes the same input.
 *
 * `[?, …, 2 k]` → `[?, …, k]`
 *
 * What is drawn is a function of the seed, the layer's name and the number of the update alone.
 *
 * Kingma & Welling, "Auto-Encoding Variational Bayes", 2013.
 *
 * @throws ShapeError in the network, where the last size is odd
 *
 * @example
 * ```ts
 * const distribution = input(784).to(relu(256), linear(4, { name: 'latent' })); // two means, two logarithms
 * const network = outputs({
 *   reconstruction: distribution.to(gaussianSample(), relu(256), sigmoid(784)),
 *   latent: distribution,
 * });
 * ```
 */
export function gaussianSample(options: { readonly name?: string } = {}): Layer<ShapeRule, OneInput> {
  checkLayerOptions('gaussianSample', options);
  return layer({
    kind: 'gaussian-sample',
    name: options.name,
    replayable: true,
    settings: {},
    outputs: 'numbers',
    outputShape: (inputShape, where) => {
      const last = inputShape.at(-1) as number;
      if (last % 2 === 0) return [...inputShape.slice(0, -1), last / 2];
      throw new ShapeError({
        where: `layer ${where}`,
        expected: 'as many means as logarithms of variances, an even last size',
        received: formatBatchShape(inputShape),
      });
    },
    forward: (x, _, context) =>
      tidy(() => {
        const count = (x.shape.at(-1) as number) / 2;
        const mean = sliceAlong(x, x.rank - 1, 0, count);
        if (!context.training) return mean;
        const logarithm = sliceAlong(x, x.rank - 1, count, count);
        const { key, counter } = randomnessOf(context, 'gaussianSample');
        const noise = addNoise(zerosLike(mean), { mean: 0, std: 1 }, key, counter);
        return add(mean, mul(exp(mul(logarithm, 0.5)), noise));
      }),
  });
}
