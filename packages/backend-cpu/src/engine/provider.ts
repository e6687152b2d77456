import { type BackendDiagnosis, type BackendProvider, registerBackendProvider } from '@neutype/core';
import { setBackend } from '@tensorflow/tfjs-core';
import type { EngineInfo } from './register.js';

const REMEDY: Readonly<Record<string, string>> = {
  javascript:
    'Use a JavaScript engine with WebAssembly SIMD: Node 20, Chrome 91, Firefox 89, Safari 16.4 or newer.',
  unshared: 'Serve the page cross-origin isolated (COOP same-origin, COEP require-corp) to use all cores.',
};

/** Tells @neutype/core of the engine, so that `useBackend('cpu')` activates it. */
export function registerProvider(engineInfo: () => EngineInfo): void {
  const provider: BackendProvider = {
    name: 'cpu',
    activate: async () => void (await setBackend('cpu')),
    diagnose: async () => diagnose(engineInfo),
  };
  registerBackendProvider(provider);
}

function diagnose(engineInfo: () => EngineInfo): BackendDiagnosis {
  try {
    return diagnosis(engineInfo());
  } catch (error) {
    return { name: 'cpu', available: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function diagnosis({ variant, threads, sharedMemory }: EngineInfo): BackendDiagnosis {
  if (variant === 'javascript') {
    const detail = 'no WebAssembly SIMD here: plain JavaScript, many times slower';
    return { name: 'cpu', available: true, detail, remedy: REMEDY['javascript']! };
  }
  const detail = `WebAssembly, variant ${variant}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return { name: 'cpu', available: true, detail, ...(sharedMemory ? {} : { remedy: REMEDY['unshared']! }) };
}
