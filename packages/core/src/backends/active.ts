import { engine, getKernel } from '@tensorflow/tfjs-core';

/** The name of the current backend, which is activated if none is yet. */
export function backendName(): string {
  const active = engine();
  if (active.backendName == null) active.backend; // the getter activates the best one
  return active.backendName;
}

/** Whether the current backend has a kernel of this name. */
export function hasKernel(name: string): boolean {
  return getKernel(name, backendName()) != null;
}
