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

/** The kernels that the engine has left to tfjs's own, one name for each time. */
export const leftToStock: string[] = [];

for (const config of getKernelsForBackend('cpu')) {
  registerKernel({ ...config, backendName: 'stock' });
  unregisterKernel(config.kernelName, 'cpu');
  registerKernel({
    ...config,
    kernelFunc: (call) => {
      leftToStock.push(config.kernelName);
      return config.kernelFunc(call);
    },
  });
}
