import { customGrad, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';
import { ensureGradients } from '../gradients/registerGradients.js';

/** A computed value, and how its gradient comes from the value's. */
export interface Differentiable<T extends Tensor> {
  readonly value: T;
  /** One gradient for each input, in order; `saved` are the tensors that were saved. */
  readonly gradFunc: (dy: T, saved: Tensor[]) => Tensor | Tensor[];
}

/** A value composed of several operations that is differentiated as one: tfjs's `customGrad` with types that fit. */
export function withGradient<T extends Tensor>(
  inputs: readonly Tensor[],
  compute: (save: (tensors: Tensor[]) => void) => Differentiable<T>,
): T {
  ensureGradients();
  return customGrad<T>((...passed) => compute(passed[passed.length - 1] as GradSaveFunc))(...inputs);
}
