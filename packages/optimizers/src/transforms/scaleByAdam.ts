import { checkFlag } from '@neutype/errors';
import { add, div, mul, reciprocal, sqrt } from '@tensorflow/tfjs-core';
import { type AdamMoments, checkMoments } from '../options/adamMoments.js';
import { groupedByCount } from './groupedByCount.js';
import { proven } from './proven.js';
import { followMean, followMeanSquare } from './runningMean.js';
import { mapTargets, type Transform } from './transform.js';
import { unbias } from './unbias.js';

/** Options of {@link scaleByAdam}. */
export interface AdamScale extends AdamMoments {
  /** Adds ε before `√v` is corrected, as NeuPy, TensorFlow and Keras do: the paper's "ε̂". `false`, but `true` for `adam`. */
  readonly epsilonHat?: boolean;
}

/**
 * Adam's direction: `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, and the update is `m̂ / (√v̂ + ε)`, where
 * `m̂ = m / (1 − β₁ᵗ)` and `v̂ = v / (1 − β₂ᵗ)` at update t; with `epsilonHat` it is `m̂ · √(1 − β₂ᵗ) / (√v + ε)`.
 *
 * @throws OptionError for a value out of range
 */
export function scaleByAdam(options: AdamScale = {}): Transform<'m' | 'v', never> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, epsilonHat = false } = options;
  checkMoments({ beta1, beta2, epsilon });
  checkFlag('option epsilonHat', epsilonHat);
  return proven({
    name: 'adam',
    slots: { m: 0, v: 0 },
    apply: (targets) =>
      groupedByCount(targets, (group, count) => {
        const [unbias1, unbias2] = [unbias(beta1, count), sqrt(unbias(beta2, count))];
        // The corrections as factors, for dividing each number by them is what an update would take its time with.
        const [factor, rootFactor] = epsilonHat
          ? [div(unbias2, unbias1), 1]
          : [reciprocal(unbias1), reciprocal(unbias2)];
        return mapTargets(group, ({ gradient, slots: { m, v } }) => {
          followMean(m, gradient, beta1);
          followMeanSquare(v, gradient, beta2);
          return div(mul(m, factor), add(mul(sqrt(v), rootFactor), epsilon));
        });
      }),
  });
}
