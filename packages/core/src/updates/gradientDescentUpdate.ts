import { mul, type Scalar, sub, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { assertFloat32 } from '../dtype.js';
import { NeutypeGradientDescentUpdate } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { assertShape } from '../shape.js';
import { changesInPlace } from './inPlace.js';

/**
 * parameter ← parameter - step · gradient, in place where the backend can.
 *
 * @param step a staged scalar's tensor, so that a replayed update sees the current step size
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
  assertShape('gradientDescentUpdate, gradient', gradient.shape, parameter.shape);
  assertFloat32('gradientDescentUpdate, parameter', parameter);
  assertFloat32('gradientDescentUpdate, gradient', gradient);
  assertFloat32('gradientDescentUpdate, step', step);
  if (changesInPlace(NeutypeGradientDescentUpdate, parameter)) {
    runKernel<Tensor[]>(NeutypeGradientDescentUpdate, { parameter, gradient, step });
    return;
  }
  tidy(() => parameter.assign(sub(parameter, mul(step, gradient))));
}
