import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { findBackendFactory, type KernelBackend, registerBackend } from '@tensorflow/tfjs-core';
import type { Adapter } from '../gpu.js';
import type { Dawn } from './dawn.js';

const BACKEND = 'webgpu';
/** That of tfjs's own registration, which is made only where there is `navigator.gpu` when it is imported. */
const PRIORITY = 3;
/** Names of WebGPU that tfjs looks up as it computes. */
const GLOBALS = [
  'GPUBuffer',
  'GPUBufferUsage',
  'GPUExternalTexture',
  'GPUMapMode',
  'GPUTexture',
  'GPUTextureUsage',
];
/** Those that tfjs asks for in browsers: without, an adapter gives what all have. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
];

/** Registers tfjs's WebGPU backend, computing with Dawn, unless there is one. */
export function registerDawnBackend({ gpu, globals }: Dawn): void {
  if (findBackendFactory(BACKEND)) return;
  for (const name of GLOBALS) define(globalThis, name, globals[name]);
  registerBackend(
    BACKEND,
    async () => {
      const adapter = (await gpu.requestAdapter({ powerPreference: 'high-performance' })) as Adapter;
      const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name] as number]));
      const device = await adapter.requestDevice({ requiredLimits });
      return withNavigatorGpu(gpu, () => newBackend(device, adapter.info));
    },
    PRIORITY,
  );
}

type BackendClass = new (device: object, info: object | undefined) => KernelBackend;

function newBackend(device: object, info: object | undefined): KernelBackend {
  return new (WebGPUBackend as unknown as BackendClass)(device, info);
}

/** tfjs refuses to make a backend where there is no `navigator.gpu`, and never uses it. */
function withNavigatorGpu<T>(gpu: object, make: () => T): T {
  const undo = globalThis.navigator
    ? define(globalThis.navigator, 'gpu', gpu)
    : define(globalThis, 'navigator', { gpu });
  try {
    return make();
  } finally {
    undo();
  }
}

/** Defines what is not there. @returns what takes it away again */
function define(target: object, name: string, value: unknown): () => void {
  if (name in target && (target as Record<string, unknown>)[name] !== undefined) return () => {};
  Object.defineProperty(target, name, { value, configurable: true, enumerable: false, writable: true });
  return () => {
    Reflect.deleteProperty(target, name);
  };
}
