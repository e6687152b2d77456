import { add, div, mul, sqrt, square } from '@tensorflow/tfjs-core';
import { checkDecay } from '../options/checkDecay.js';
import { checkEpsilon } from '../options/checkEpsilon.js';
import { proven } from './proven.js';
import { mapTargets, type Transform } from './transform.js';
import { unbias } from './unbias.js';

/** Options of {@link scaleByAdam}, and of all that begin as Adam does. */
export interface AdamMoments {
  /** How much of the mean of gradients is kept from update to update, from 0 and below 1. 0.9. */
  readonly beta1?: number;
  /** How much of the mean of their squares is kept, from 0 and below 1. 0.999. */
  readonly beta2?: number;
  /** Keeps steps finite where gradients are near 0; more than 0. 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam's direction: `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, and the update is `m̂ / (√v̂ + ε)`, where
 * `m̂ = m / (1 − β₁ᵗ)` and `v̂ = v / (1 − β₂ᵗ)` at update t.
 *
 * @throws OptionError for a value out of range
 */
export function scaleByAdam(options: AdamMoments = {}): Transform<'m' | 'v', never> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkDecay('option beta1', beta1);
  checkDecay('option beta2', beta2);
  checkEpsilon(epsilon);
  return proven({
    name: 'adam',
    slots: { m: 0, v: 0 },
    apply(targets, { count }) {
      const [unbias1, unbias2] = [unbias(beta1, count), unbias(beta2, count)];
      return mapTargets(targets, ({ gradient, slots: { m, v } }) => {
        m.assign(add(mul(m, beta1), mul(gradient, 1 - beta1)));
        v.assign(add(mul(v, beta2), mul(square(gradient), 1 - beta2)));
        return div(div(m, unbias1), add(sqrt(div(v, unbias2)), epsilon));
      });
    },
  });
}
