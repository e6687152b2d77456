import type { Shape } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type Chain, chain } from './chain.js';
import { isProven, proven } from './proven.js';
import type { SlotStart, Slots, Transform } from './transform.js';

/**
 * Transforms for the parameters that a filter chooses; what has come of other gradients passes unchanged.
 *
 * @example
 * ```ts
 * const isMatrix = (_: string, shape: Shape) => shape.length === 2;
 * const transform = chain(onlyFor(isMatrix, trace(), orthogonalize()), scaleByStep());
 * ```
 */
export function onlyFor(
  filter: (name: string, shape: Shape) => boolean,
  ...transforms: readonly Transform[]
): Chain {
  return chain(...chain(...transforms).transforms.map((transform) => masked(filter, transform)));
}

function masked(filter: (name: string, shape: Shape) => boolean, transform: Transform): Transform {
  const { slots, afterUpdate } = transform;
  const whole: Transform = {
    ...transform,
    ...(slots && { slots: slotsFor(filter, slots) }),
    apply(targets, moment) {
      const chosen = targets.filter(({ name, value }) => filter(name, value.shape));
      const updates = transform.apply(chosen, moment);
      const updateOf = new Map(chosen.map((target, index) => [target, updates[index] as Tensor]));
      return targets.map((target) => updateOf.get(target) ?? target.gradient);
    },
    ...(afterUpdate && {
      afterUpdate: (parameters, moment) =>
        afterUpdate.call(
          transform,
          parameters.filter(({ name, value }) => filter(name, value.shape)),
          moment,
        ),
    }),
  };
  return isProven(transform) ? proven(whole) : whole;
}

/** Of other parameters a single number is kept, which nobody reads. */
function slotsFor(filter: (name: string, shape: Shape) => boolean, slots: Slots): Slots {
  return Object.fromEntries(
    Object.entries(slots).map(([slot, start]): [string, SlotStart] => [
      slot,
      ({ name, shape }) => {
        if (!filter(name, shape)) return { shape: [] };
        return typeof start === 'number' ? { shape, values: start } : start({ name, shape });
      },
    ]),
  );
}
