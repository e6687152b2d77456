import { add, div, mul, sqrt } from '@tensorflow/tfjs-core';
import { checkDecay } from '../options/checkDecay.js';
import { checkEpsilon } from '../options/checkEpsilon.js';
import { proven } from './proven.js';
import { followMeanSquare } from './runningMean.js';
import { type Transform, transform } from './transform.js';

/** Options of {@link scaleByAdadelta}. */
export interface AdadeltaScale {
  /** How much of both means of squares is kept from update to update, from 0 and below 1. 0.95. */
  readonly rho?: number;
  /** Added under both roots; more than 0. Large values make larger first updates. 1e-7. */
  readonly epsilon?: number;
}

/**
 * Adadelta's direction: `a ← ρ·a + (1 − ρ)·g²`, the update is `d = g · √(u + ε) / √(a + ε)`, and `u ← ρ·u + (1 − ρ)·d²`.
 *
 * @throws OptionError for a value out of range
 */
export function scaleByAdadelta(options: AdadeltaScale = {}): Transform<'gradients' | 'updates', never> {
  const { rho = 0.95, epsilon = 1e-7 } = options;
  checkDecay('option rho', rho);
  checkEpsilon(epsilon);
  return proven(
    transform({
      name: 'adadelta',
      slots: { gradients: 0, updates: 0 },
      update(gradient, { slots: { gradients, updates } }) {
        followMeanSquare(gradients, gradient, rho);
        const scale = div(sqrt(add(updates, epsilon)), sqrt(add(gradients, epsilon)));
        const update = mul(gradient, scale);
        followMeanSquare(updates, update, rho);
        return update;
      },
    }),
  );
}
