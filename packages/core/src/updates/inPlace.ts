import { engine, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { hasKernel } from '../backends/active.js';

/** Whether a clone or another shape of this tensor is held by somebody: it shares the memory. */
export function isShared({ dataId }: Tensor): boolean {
  return engine().backend.refCount(dataId) > 1;
}

/**
 * Whether a kernel is there that changes these variables in place, and nobody would notice: a clone must keep the values
 * that it was taken of.
 */
export function changesInPlace(kernel: string, ...variables: readonly Variable[]): boolean {
  return hasKernel(kernel) && !variables.some(isShared);
}
