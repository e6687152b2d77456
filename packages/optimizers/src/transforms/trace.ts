import { checkFlag } from '@neutype/errors';
import { add, mul } from '@tensorflow/tfjs-core';
import { checkDecay } from '../options/checkDecay.js';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/** Options of {@link trace}. */
export interface TraceOptions {
  /** How much of the velocity is kept from update to update, from 0 and below 1. 0.9. */
  readonly momentum?: number;
  /** Looks ahead to where the velocity leads. `false`. */
  readonly nesterov?: boolean;
}

/**
 * Momentum: `v ← μ·v + g`, and the update is `v`, or with Nesterov `g + μ·v`.
 *
 * @throws OptionError for a value out of range
 */
export function trace(options: TraceOptions = {}): Transform<'velocity', never> {
  const { momentum = 0.9, nesterov = false } = options;
  checkDecay('option momentum', momentum);
  checkFlag('option nesterov', nesterov);
  return proven(
    transform({
      name: 'trace',
      slots: { velocity: 0 },
      update(gradient, { slots: { velocity } }) {
        velocity.assign(add(mul(velocity, momentum), gradient));
        return nesterov ? add(gradient, mul(velocity, momentum)) : velocity;
      },
    }),
  );
}
