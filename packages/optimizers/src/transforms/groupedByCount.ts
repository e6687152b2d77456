import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Target } from './transform.js';

/**
 * Updates of targets, with what depends on their counts computed once for all that have the same: one group, but where
 * parameters were frozen for a time.
 */
export function groupedByCount<Slot extends string>(
  targets: readonly Target<Slot>[],
  updatesOf: (group: readonly Target<Slot>[], count: Scalar) => readonly Tensor[],
): readonly Tensor[] {
  const counts = new Set(targets.map(({ count }) => count));
  const updates = new Map<Target<Slot>, Tensor>();
  for (const count of counts) {
    const group = targets.filter((target) => target.count === count);
    for (const [index, update] of updatesOf(group, count).entries()) {
      updates.set(group[index] as Target<Slot>, update);
    }
  }
  return targets.map((target) => updates.get(target) as Tensor);
}
