import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { ensureGradients } from './gradients/registerGradients.js';

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
  return engine().runKernel<T>(name, withoutAbsent(inputs), attrs as NamedAttrMap);
}

/** The tape stumbles over inputs that are named but not there. */
function withoutAbsent(inputs: Readonly<Record<string, Tensor | undefined>>): NamedTensorMap {
  const present: NamedTensorMap = {};
  for (const name in inputs) if (inputs[name] !== undefined) present[name] = inputs[name];
  return present;
}
