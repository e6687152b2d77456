import { checkFlag, checkNumber } from '@neutype/errors';
import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkDecay } from '../options/checkDecay.js';
import { checkEpsilon } from '../options/checkEpsilon.js';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/** Options of {@link scaleByRms}. */
export interface RmsScale {
  /** How much of the mean of squares is kept from update to update, from 0 and below 1. 0.95. */
  readonly decay?: number;
  /** Added under the root; more than 0. 1e-7. */
  readonly epsilon?: number;
  /** Divides by the deviation of gradients rather than by the root of their mean square. `false`. */
  readonly centered?: boolean;
  /** What the mean of squares begins with, from 0. 1. */
  readonly initialAccumulator?: number;
}

/**
 * RMSProp's direction: `s ← ρ·s + (1 − ρ)·g²`, and the update is `g / √(s + ε)`; if centered, `m ← ρ·m + (1 − ρ)·g` and
 * the update is `g / √(s − m² + ε)`.
 *
 * @throws OptionError for a value out of range
 */
export function scaleByRms(options: RmsScale = {}): Transform<'squares' | 'mean', never> {
  const { decay = 0.95, epsilon = 1e-7, centered = false, initialAccumulator = 1 } = options;
  checkDecay('option decay', decay);
  checkEpsilon(epsilon);
  checkFlag('option centered', centered);
  checkNumber('option initialAccumulator', initialAccumulator, { from: 0 });
  const average = (mean: Tensor, next: Tensor): Tensor => add(mul(mean, decay), mul(next, 1 - decay));
  if (!centered) {
    return proven(
      transform({
        name: 'rms',
        slots: { squares: initialAccumulator },
        update(gradient, { slots: { squares } }) {
          squares.assign(average(squares, square(gradient)));
          return div(gradient, sqrt(add(squares, epsilon)));
        },
      }),
    ) as Transform<'squares' | 'mean', never>;
  }
  return proven(
    transform({
      name: 'rms',
      slots: { squares: initialAccumulator, mean: 0 },
      update(gradient, { slots: { squares, mean } }) {
        squares.assign(average(squares, square(gradient)));
        mean.assign(average(mean, gradient));
        return div(gradient, sqrt(add(sub(squares, square(mean)), epsilon)));
      },
    }),
  );
}
