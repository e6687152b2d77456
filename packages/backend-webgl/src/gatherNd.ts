import {
  env,
  GatherNd,
  getKernel,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/** Whether tfjs may compute on the CPU what is small and still there. */
const FORWARD = 'WEBGL_CPU_FORWARD';

/** tfjs's gatherND never frees what it reshapes when it takes its way over the CPU: it is kept from taking it. */
export function registerGatherNd(): void {
  const kernel = getKernel(GatherNd, 'webgl');
  const gatherNd: KernelFunc = (args) => {
    const forward = env().getBool(FORWARD);
    env().set(FORWARD, false);
    try {
      return kernel.kernelFunc(args);
    } finally {
      env().set(FORWARD, forward);
    }
  };
  unregisterKernel(GatherNd, 'webgl');
  registerKernel({ ...kernel, kernelFunc: gatherNd });
}
