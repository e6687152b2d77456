import { sameShape } from '@neutype/ndarray';
import { type Tensor, Variable } from '@tensorflow/tfjs-core';
import { canRunKernel, computeOperation } from './computeOperation.js';
import type { NoAttrs, Operation } from './operation.js';

export const NeutypeAssign: Operation<{ target: Variable; value: Tensor }, never, NoAttrs> = {
  name: 'assign',
  kernel: 'NeutypeAssign',
  inputs: { target: { shape: ['...'], changes: true }, value: { shape: ['...'] } },
  outputs: {},
  examples: [{}],
  compose: ({ value }) => ({ target: value.clone() }),
};

/**
 * Gives a float32 variable an `assign` that copies into its memory where the backend can, so that a recorded step still
 * finds it there. Elsewhere, and while a clone or a tape holds the old values, it is tfjs's own, which takes over the new
 * tensor's memory. The variable of a `Parameter` has it already.
 *
 * @example
 * ```ts
 * const weight = assignInPlace(variable(tensor1d([1])));
 * weight.assign(sub(weight, mul(step.tensor, gradient)));
 * ```
 */
export function assignInPlace(variable: Variable): Variable {
  variable.assign = (value) => assign(variable, value);
  return variable;
}

function assign(target: Variable, value: Tensor): void {
  const fits = value.dtype === target.dtype && sameShape(value.shape, target.shape);
  if (fits && value.dataId === target.dataId) return;
  const inputs = { target, value };
  if (fits && canRunKernel(NeutypeAssign, inputs)) computeOperation(NeutypeAssign, inputs, {});
  else Variable.prototype.assign.call(target, value); // which refuses what does not fit
}
