/**
 * The WebGPU backend: importing it makes it selectable with `useBackend('webgpu')`. In Node it computes with Dawn, which the npm
 * package `webgpu` brings; that is loaded when this backend is asked for, not before.
 *
 * @example
 * ```ts
 * import '@neutype/backend-webgpu';
 * import { useBackend } from '@neutype/core';
 *
 * await useBackend('webgpu'); // rejects with a reason and a remedy where there is no adapter
 * ```
 *
 * @packageDocumentation
 */
import '@tensorflow/tfjs-backend-webgpu';
import { keepOffCpu, registerBackendProvider } from '@neutype/core';
import { backend, env, GatherNd, ready, setBackend } from '@tensorflow/tfjs-core';
import { diagnoseWebgpu, findWebgpu } from './diagnose.js';
import { browserGpu } from './gpu.js';
import { findDawn, isDawn } from './node/dawn.js';
import { registerDawnBackend } from './node/registerBackend.js';
import { repairPrograms } from './repairs.js';

const MATMUL = 'WEBGPU_MATMUL_PROGRAM_TYPE';
const TFJS_CHOOSES = -1;
const PACKED = 3;

// On its way over the CPU, tfjs's gatherND never frees what it reshapes.
keepOffCpu(GatherNd, 'webgpu');
registerBackendProvider({
  name: 'webgpu',
  diagnose: async () => diagnoseWebgpu(await findWebgpu()),
  async activate() {
    const support = await findWebgpu();
    // In software, the program that tfjs takes for small matrices is some fifty times as slow as this one.
    if ('adapter' in support && support.isSoftware && env().getNumber(MATMUL) === TFJS_CHOOSES) {
      env().set(MATMUL, PACKED);
    }
    const dawn = browserGpu() ? undefined : await findDawn();
    if (dawn && isDawn(dawn)) registerDawnBackend(dawn);
    await setBackend('webgpu');
    await ready();
    repairPrograms(backend());
  },
});

export { diagnoseWebgpu, findWebgpu, type WebgpuSupport } from './diagnose.js';
