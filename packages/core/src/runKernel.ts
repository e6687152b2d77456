import {
  engine,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { registerGradients } from './gradients/registerGradients.js';

/** Whether the current backend has a kernel of this name. */
export function hasKernel(name: string): boolean {
  return getKernel(name, backendName()) != null;
}

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
  registerGradients();
  return engine().runKernel<T>(name, inputs as NamedTensorMap, attrs as NamedAttrMap);
}

/** The name of the current backend, which is activated if none is yet. */
export function backendName(): string {
  const active = engine();
  if (active.backendName == null) active.backend; // the getter activates the best one
  return active.backendName;
}
