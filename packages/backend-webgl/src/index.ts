/**
 * The WebGL 2 backend: importing it makes it selectable with `useBackend('webgl')`.
 *
 * @example
 * ```ts
 * import '@neutype/backend-webgl';
 * import { useBackend } from '@neutype/core';
 *
 * await useBackend('webgl'); // rejects with a reason and a remedy where there is no WebGL 2
 * ```
 *
 * @packageDocumentation
 */
import '@tensorflow/tfjs-backend-webgl';
import { keepOffCpu, registerBackendProvider } from '@neutype/core';
import { GatherNd, setBackend } from '@tensorflow/tfjs-core';
import { diagnoseWebgl, findWebgl } from './diagnose.js';
import { registerDilation2dGradients } from './dilation2d.js';

registerDilation2dGradients();
// On its way over the CPU, tfjs's gatherND never frees what it reshapes.
keepOffCpu(GatherNd, 'webgl');
registerBackendProvider({
  name: 'webgl',
  diagnose: async () => diagnoseWebgl(findWebgl()),
  async activate() {
    if (findWebgl()?.float32Textures === false) {
      console.warn(
        'neutype: this device renders to 16-bit float textures only. Training on WebGL will be inexact here ' +
          "and may not converge; the backend 'cpu' computes with 32 bits.",
      );
    }
    await setBackend('webgl');
  },
});

export { diagnoseWebgl, findWebgl, type WebglSupport } from './diagnose.js';
