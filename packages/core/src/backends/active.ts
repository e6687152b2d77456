import { engine, getKernel, type KernelBackend } from '@tensorflow/tfjs-core';
import { engineCapabilities } from './capabilities.js';

/** The current backend, which is activated if none is yet. One that is registered anew is another, of the same name. */
export function activeBackend(): KernelBackend {
  return engine().backend;
}

/** The name of the current backend, which is activated if none is yet. */
export function backendName(): string {
  activeBackend();
  return engine().backendName;
}

/** Whether the current backend has a kernel of one of Neutype's operations and can run it. */
export function hasKernel(name: string): boolean {
  return getKernel(name, backendName()) != null && engineCapabilities().runsOwnKernels !== false;
}
