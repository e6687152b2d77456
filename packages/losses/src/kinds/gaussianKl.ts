import { ShapeError } from '@neutype/errors';
import { add, exp, mul, neg, slice, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';

/**
 * Kullback-Leibler divergence of normal distributions from target ones, in nats: that of independent variables with mean μ and
 * variance σ² from those with m and s², `½ Σ [ (σ² + (μ − m)²) / s² − 1 + ln s² − ln σ² ]` over the variables, averaged over the
 * samples.
 *
 * Kingma & Welling, "Auto-Encoding Variational Bayes", 2013, appendix B. In PyTorch it is `kl_divergence` of two `Normal`s.
 *
 * Outputs are `[n, ..., 2 k]`: the means of k variables, then the logarithms of their variances. Targets are the same; zeros
 * are the standard normal distribution, which a variational autoencoder holds its codes to.
 *
 * @example
 * ```ts
 * const network = variationalAutoencoder({ code: 2 });
 * const optimizer = adam(network, { loss: { reconstruction: 'binaryCrossentropy', latent: 'gaussianKl' } });
 * const y = { reconstruction: pixels, latent: zeros([pixels.length, 4]) };
 * await optimizer.train({ input: pixels }, y);
 * ```
 */
export const gaussianKl: Loss = {
  name: 'gaussianKl',
  replayable: true,
  expects: 'numbers',
  ...meanOf((targets, outputs) => {
    const [wantedMean, wantedLogarithm] = halves(targets);
    const [mean, logarithm] = halves(outputs);
    const wider = sub(wantedLogarithm, logarithm);
    const away = mul(square(sub(mean, wantedMean)), exp(neg(wantedLogarithm)));
    return mul(sum(add(sub(add(exp(neg(wider)), wider), 1), away), -1), 0.5);
  }),
  checkTargets: (_, outputShape) => checkHalves(outputShape),
};

/** Means, and logarithms of variances. */
function halves(x: Tensor): [means: Tensor, logarithms: Tensor] {
  const leading = x.shape.slice(0, -1);
  const size = [...leading, (x.shape.at(-1) as number) / 2];
  const half = (begin: number): Tensor => slice(x, [...leading.map(() => 0), begin], size);
  return [half(0), half(size.at(-1) as number)];
}

function checkHalves(outputShape: readonly number[]): void {
  if ((outputShape.at(-1) ?? 1) % 2 === 0) return;
  throw new ShapeError({
    where: 'gaussianKl',
    expected: 'outputs of as many means as logarithms of variances, [?, 2 k]',
    received: `[?, ${outputShape.join(', ')}]`,
  });
}
