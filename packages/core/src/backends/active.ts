import { engine, getKernel } from '@tensorflow/tfjs-core';
import { engineCapabilities } from './capabilities.js';

/** The name of the current backend, which is activated if none is yet. */
export function backendName(): string {
  const active = engine();
  if (active.backendName == null) active.backend; // the getter activates the best one
  return active.backendName;
}

/** Whether the current backend has one of the kernels of kernels.ts and can run it. */
export function hasKernel(name: string): boolean {
  return getKernel(name, backendName()) != null && engineCapabilities().runsOwnKernels !== false;
}
