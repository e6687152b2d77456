import { NdArray } from '@neutype/ndarray';
import type { Signal } from '../signals.js';

/** A signal that has noted the learning rate of every update. */
export interface StepRecord extends Signal {
  /** One for each update, over all calls of `train`: what `plotLearningRate` draws. */
  readonly steps: readonly number[];
}

/**
 * A signal that notes the learning rate of every update; `history.epochs` has only the last of each epoch.
 *
 * @example
 * ```ts
 * const rates = recordSteps();
 * const optimizer = momentum(network, { step: oneCycle(0.4, { epochs: 10 }), signals: rates });
 * await optimizer.train(x, y, { epochs: 10 });
 * console.log(plotLearningRate(rates).toText());
 * ```
 */
export function recordSteps(): StepRecord {
  const steps: number[] = [];
  return {
    name: 'recordSteps',
    steps,
    get memory() {
      const noted = new NdArray(new Float64Array(steps), [steps.length]);
      return { data: null, tensors: new Map([['steps', noted]]) };
    },
    set memory({ tensors }) {
      steps.splice(0, steps.length, ...Array.from(tensors?.get('steps')?.data ?? []));
    },
    updateEnd: ({ step }) => {
      steps.push(step);
    },
  };
}
