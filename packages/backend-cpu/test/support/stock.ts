/**
 * tfjs's own cpu backend, registered a second time as 'stock' with its own kernels, beside the engine. This module
 * must be imported before the engine, which replaces the kernels of 'cpu'.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  env,
  getKernel,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

if (getKernel('NeutypeDropout', 'cpu'))
  throw new Error('Import stock.js before the engine, which replaces its kernels.');
env().set('PROD', true);
registerBackend('stock', () => new MathBackendCPU(), 0);

/** How often the engine has left a kernel to tfjs's own, by its name. */
export const fallbacks: Map<string, number> = new Map<string, number>();

for (const config of getKernelsForBackend('cpu')) {
  registerKernel({ ...config, backendName: 'stock' });
  unregisterKernel(config.kernelName, 'cpu');
  registerKernel({
    ...config,
    kernelFunc: (call) => {
      fallbacks.set(config.kernelName, (fallbacks.get(config.kernelName) ?? 0) + 1);
      return config.kernelFunc(call);
    },
  });
}
