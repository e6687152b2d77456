import { type Tensor, Variable } from '@tensorflow/tfjs-core';
import { NeutypeAssign } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { sameShape } from '../shape.js';
import { changesInPlace } from './inPlace.js';

/**
 * Gives a float32 variable an `assign` that copies into its memory where the backend can, so that a recorded step still
 * finds it there. Elsewhere, and while a clone or a tape holds the old values, it is tfjs's own, which takes over the new
 * tensor's memory.
 */
export function assignInPlace(variable: Variable): Variable {
  variable.assign = (value) => assign(variable, value);
  return variable;
}

function assign(target: Variable, value: Tensor): void {
  const fits = value.dtype === target.dtype && sameShape(value.shape, target.shape);
  if (fits && value.dataId === target.dataId) return;
  if (fits && changesInPlace(NeutypeAssign, target)) runKernel<Tensor[]>(NeutypeAssign, { target, value });
  else Variable.prototype.assign.call(target, value); // which refuses what does not fit
}
