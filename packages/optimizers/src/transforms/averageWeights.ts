import { add, mul, type Scalar, sub, tidy } from '@tensorflow/tfjs-core';
import type { Averaging } from '../averaging/averaging.js';
import { proven } from './proven.js';
import type { TrainedParameter, Transform } from './transform.js';

/** What is remembered of each parameter: the mean of its weights, and how often that was taken. */
export type AverageSlot = 'mean' | 'count';

/** Keeps the mean of weights beside them; for `every: 'epoch'` it has only the room for it. */
export function averageWeights(averaging: Averaging): Transform<AverageSlot, never> {
  return proven({
    name: 'average',
    slots: { mean: 0, count: () => ({ shape: [] }) },
    apply: (targets) => targets.map(({ gradient }) => gradient),
    afterUpdate(parameters) {
      if (averaging.every === 'epoch') return;
      for (const parameter of parameters) moveMean(parameter, averaging);
    },
  });
}

/** Takes the weights that there are now into their mean. */
export function moveMean(
  { value, slots: { mean, count } }: Pick<TrainedParameter<AverageSlot>, 'value' | 'slots'>,
  averaging: Averaging,
): void {
  tidy(() => {
    const share = averaging.share(count as unknown as Scalar);
    mean.assign(add(mean, mul(sub(value, mean), share)));
    count.assign(add(count, 1));
  });
}
