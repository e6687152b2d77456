import { add, mul, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export const NeutypeRunningAverage: Operation<
  { running: Variable; batch: Tensor },
  never,
  { readonly rate: number }
> = {
  name: 'runningAverageUpdate',
  kernel: 'NeutypeRunningAverage',
  inputs: { running: { shape: ['...'], changes: true }, batch: { shape: ['...'] } },
  outputs: {},
  examples: [{ rate: 0.1 }],
  compose: ({ running, batch }, { rate }) => ({ running: add(mul(running, 1 - rate), mul(batch, rate)) }),
};

/**
 * running ← (1 - rate) · running + rate · batch, in place where the backend can.
 *
 * @throws ShapeError
 * @throws DataError for another type than float32
 *
 * @example
 * ```ts
 * const running = variable(tensor1d([1]));
 * runningAverageUpdate(running, tensor1d([2]), 0.1);
 * running.print(); // [1.1]
 * ```
 */
export function runningAverageUpdate(running: Variable, batch: Tensor, rate: number): void {
  runOperation(NeutypeRunningAverage, { running, batch }, { rate });
}
