import { checkOptions, optionNames } from '@neutype/errors';
import { add, mul, type Scalar, sub, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { assertFloat32 } from '../dtype.js';
import { NeutypeMomentumUpdate } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { assertShape } from '../shape.js';
import { changesInPlace } from './inPlace.js';

export interface MomentumUpdateOptions {
  readonly momentum: number;
  /** Nesterov's accelerated gradient instead of the classic momentum. */
  readonly nesterov: boolean;
}

const MOMENTUM_OPTIONS = optionNames<MomentumUpdateOptions>({ momentum: true, nesterov: true });

/**
 * velocity ← momentum · velocity + gradient, then parameter ← parameter - step · velocity, or with Nesterov
 * parameter ← parameter - step · (gradient + momentum · velocity): in place where the backend can.
 *
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, in the form
 * that PyTorch's SGD uses.
 *
 * @param step a staged scalar's tensor, so that a replayed update sees the current step size
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
  checkOptions('momentumUpdate', options, MOMENTUM_OPTIONS);
  const { momentum, nesterov } = options;
  assertShape('momentumUpdate, gradient', gradient.shape, parameter.shape);
  assertShape('momentumUpdate, velocity', velocity.shape, parameter.shape);
  assertFloat32('momentumUpdate, parameter', parameter);
  assertFloat32('momentumUpdate, velocity', velocity);
  assertFloat32('momentumUpdate, gradient', gradient);
  assertFloat32('momentumUpdate, step', step);
  if (changesInPlace(NeutypeMomentumUpdate, parameter, velocity)) {
    runKernel<Tensor[]>(
      NeutypeMomentumUpdate,
      { parameter, velocity, gradient, step },
      { momentum, nesterov },
    );
    return;
  }
  tidy(() => {
    velocity.assign(add(mul(velocity, momentum), gradient));
    const direction = nesterov ? add(gradient, mul(velocity, momentum)) : velocity;
    parameter.assign(sub(parameter, mul(step, direction)));
  });
}
