/**
 * tfjs's own cpu backend, registered a second time as 'stock' with its own kernels, beside the engine. This module
 * must be imported before the engine, which replaces the kernels of 'cpu'.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { env, getKernelsForBackend, registerBackend, registerKernel } from '@tensorflow/tfjs-core';

env().set('PROD', true);
registerBackend('stock', () => new MathBackendCPU(), 0);
for (const config of getKernelsForBackend('cpu')) registerKernel({ ...config, backendName: 'stock' });
