/**
 * The WebGPU backend: importing it makes it selectable with `useBackend('webgpu')`.
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
import { registerBackendProvider } from '@neutype/core';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { diagnoseWebgpu, findWebgpu } from './diagnose.js';

registerBackendProvider({
  name: 'webgpu',
  diagnose: async () => diagnoseWebgpu(await findWebgpu()),
  async activate() {
    await setBackend('webgpu');
    await ready();
  },
});

export { diagnoseWebgpu, findWebgpu, type WebgpuSupport } from './diagnose.js';
