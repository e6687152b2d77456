import { mul, type Scalar, sub, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export const NeutypeGradientDescentUpdate: Operation<
  { parameter: Variable; gradient: Tensor; step: Scalar },
  never,
  NoAttrs
> = {
  name: 'gradientDescentUpdate',
  kernel: 'NeutypeGradientDescentUpdate',
  inputs: {
    parameter: { shape: ['...'], changes: true },
    gradient: { shape: ['...'] },
    step: { shape: [] },
  },
  outputs: {},
  examples: [{}],
  compose: ({ parameter, gradient, step }) => ({ parameter: sub(parameter, mul(step, gradient)) }),
};

/**
 * parameter ← parameter - step · gradient, in place where the backend can.
 *
 * @param step a staged scalar's tensor, so that a replayed update sees the current learning rate
 * @throws ShapeError
 * @throws DataError for another type than float32
 *
 * @example
 * ```ts
 * const weight = variable(tensor1d([1]));
 * const step = stagedScalar(0.5, 'float32');
 * gradientDescentUpdate(weight, tensor1d([1]), step.tensor);
 * weight.print(); // [0.5]
 * ```
 */
export function gradientDescentUpdate(parameter: Variable, gradient: Tensor, step: Scalar): void {
  runOperation(NeutypeGradientDescentUpdate, { parameter, gradient, step }, {});
}
