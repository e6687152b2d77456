import { type MomentumUpdateOptions, momentumUpdate } from '@neutype/core';
import { proven } from './proven.js';
import type { Rule } from './rule.js';

/**
 * `v ← μ·v + g`, then `w ← w − α·v`, or with Nesterov `w ← w − α·(g + μ·v)`.
 *
 * Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.
 */
export function momentumRule(options: MomentumUpdateOptions): Rule<'velocity'> {
  return proven({
    slots: { velocity: 0 },
    update: (parameter, gradient, { velocity }, step) =>
      momentumUpdate(parameter, velocity, gradient, step, options),
  });
}
