import { registerBackend, removeBackend, setBackend, engine as tfEngine } from '@tensorflow/tfjs-core';
import { engineKernels } from '../kernels/index.js';
import { availableThreads } from '../threads/available-threads.js';
import { CpuEngine } from './cpu-engine.js';
import { installKernel } from './kernel.js';
import { Runtime } from './runtime.js';

/** Above tfjs's own cpu backend, which has 1. */
const PRIORITY = 2;

/** Puts the engine in place of tfjs's cpu backend. Tensors that the old one holds move over as they are used. */
export function registerEngine(): void {
  const wasCurrent = tfEngine().backendName === 'cpu';
  removeBackend('cpu');
  registerBackend(
    'cpu',
    () => new CpuEngine(new Runtime({ variant: 'simd', threads: availableThreads() })),
    PRIORITY,
  );
  for (const kernel of engineKernels) installKernel(kernel);
  if (wasCurrent) void setBackend('cpu');
}
