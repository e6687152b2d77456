import { env, getKernel, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

/**
 * Keeps a kernel of a tfjs GPU backend from computing on the CPU what is small and still there, for one that goes wrong
 * on that way.
 *
 * @example
 * ```ts
 * keepOffCpu('GatherNd', 'webgl'); // which never frees what it reshapes on that way
 * ```
 */
export function keepOffCpu(kernelName: string, backend: 'webgl' | 'webgpu'): void {
  const forwardFlag = `${backend.toUpperCase()}_CPU_FORWARD`;
  const kernel = getKernel(kernelName, backend);
  const kernelFunc: KernelFunc = (args) => {
    const forward = env().getBool(forwardFlag);
    env().set(forwardFlag, false);
    try {
      return kernel.kernelFunc(args);
    } finally {
      env().set(forwardFlag, forward);
    }
  };
  unregisterKernel(kernelName, backend);
  registerKernel({ ...kernel, kernelFunc });
}
