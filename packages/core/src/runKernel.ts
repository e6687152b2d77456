import { engine, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import { ensureGradients } from './gradients/registerGradients.js';
import { tensorsOf } from './operations/computeOperation.js';

/**
 * Runs one kernel on the current backend, with our gradients registered.
 *
 * tfjs's own operations take fused kernels apart while a tape is recording; this does not.
 */
export function runKernel<T extends Tensor | Tensor[] = Tensor>(
  name: string,
  inputs: Readonly<Record<string, Tensor | undefined>>,
  attrs: object = {},
): T {
  ensureGradients();
  return engine().runKernel<T>(name, tensorsOf(inputs), attrs as NamedAttrMap);
}
