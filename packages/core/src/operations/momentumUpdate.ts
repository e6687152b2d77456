import { add, mul, type Scalar, sub, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export interface MomentumUpdateOptions {
  readonly momentum: number;
  /** Nesterov's accelerated gradient instead of the classic momentum. */
  readonly nesterov: boolean;
}

export const NeutypeMomentumUpdate: Operation<
  { parameter: Variable; velocity: Variable; gradient: Tensor; step: Scalar },
  never,
  MomentumUpdateOptions
> = {
  name: 'momentumUpdate',
  kernel: 'NeutypeMomentumUpdate',
  inputs: {
    parameter: { shape: ['...'], changes: true },
    velocity: { shape: ['...'], changes: true },
    gradient: { shape: ['...'] },
    step: { shape: [] },
  },
  outputs: {},
  examples: [
    { momentum: 0.9, nesterov: false },
    { momentum: 0.9, nesterov: true },
  ],
  compose({ parameter, velocity, gradient, step }, { momentum, nesterov }) {
    const next = add(mul(velocity, momentum), gradient);
    const direction = nesterov ? add(gradient, mul(next, momentum)) : next;
    return { velocity: next, parameter: sub(parameter, mul(step, direction)) };
  },
};

/**
 * velocity ← momentum · velocity + gradient, then parameter ← parameter - step · velocity, or with Nesterov
 * parameter ← parameter - step · (gradient + momentum · velocity): in place where the backend can.
 *
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, in the form
 * that PyTorch's SGD uses.
 *
 * @param step a staged scalar's tensor, so that a replayed update sees the current learning rate
 * @throws ShapeError, OptionError
 * @throws DataError for another type than float32
 *
 * @example
 * ```ts
 * const [weight, velocity] = [variable(tensor1d([1])), variable(tensor1d([0]))];
 * const step = stagedScalar(0.5, 'float32');
 * momentumUpdate(weight, velocity, tensor1d([1]), step.tensor, { momentum: 0.9, nesterov: false });
 * weight.print(); // [0.5]
 * ```
 */
export function momentumUpdate(
  parameter: Variable,
  velocity: Variable,
  gradient: Tensor,
  step: Scalar,
  options: MomentumUpdateOptions,
): void {
  runOperation(NeutypeMomentumUpdate, { parameter, velocity, gradient, step }, options);
}
