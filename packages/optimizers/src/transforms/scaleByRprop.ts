import { neg } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type ResilientOptions, type ResilientSlot, resilient } from './resilient.js';
import { type Transform, transform } from './transform.js';

/**
 * Changes by the signs of gradients, as `rprop` makes them; where a sign has turned, the last change is taken back.
 *
 * @param initialSize what all changes begin with
 * @throws OptionError for a value out of range
 */
export function scaleByRprop(
  initialSize = 0.1,
  options: ResilientOptions = {},
): Transform<ResilientSlot, never> {
  const { slots, update } = resilient(initialSize, options);
  return proven(
    transform({
      name: 'rprop',
      slots,
      update: (gradient, parameter) => update(gradient, parameter, neg),
    }),
  );
}
