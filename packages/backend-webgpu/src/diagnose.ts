import type { BackendDiagnosis } from '@neutype/core';
import { type AdapterInfo, browserGpu, type Gpu } from './gpu.js';
import { findDawn, isDawn, type NoDawn } from './node/dawn.js';

const BACKEND = 'webgpu';

/** What was found when looking for a GPU; an adapter in software computes on the CPU. */
export type WebgpuSupport =
  | { readonly adapter: string; readonly isSoftware: boolean }
  | { readonly missing: 'api' | 'adapter' | 'package' | 'driver' }
  /** The npm package `webgpu` is there, and does not load. */
  | { readonly missing: 'binary'; readonly failure: string };

/** Asks the browser for a WebGPU adapter; in Node, Dawn, which the npm package `webgpu` brings and which is loaded now. */
export async function findWebgpu(): Promise<WebgpuSupport> {
  const gpu = browserGpu();
  if (gpu) return (await adapterOf(gpu)) ?? { missing: 'adapter' };
  const dawn = await findDawn();
  if (!isDawn(dawn)) return withoutDawn(dawn);
  return (await adapterOf(dawn.gpu)) ?? { missing: 'driver' };
}

async function adapterOf(gpu: Gpu): Promise<WebgpuSupport | undefined> {
  const adapter = await gpu.requestAdapter();
  if (adapter === null) return undefined;
  const {
    vendor,
    architecture,
    description,
    isFallbackAdapter: isSoftware = false,
  }: AdapterInfo = adapter.info ?? {};
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || 'an unnamed adapter';
  return { adapter: name, isSoftware };
}

function withoutDawn(reason: NoDawn): WebgpuSupport {
  if (reason === 'no node') return { missing: 'api' };
  if (reason === 'not installed') return { missing: 'package' };
  return { missing: 'binary', failure: reason.failure };
}

/** Whether WebGPU can be used here, in words for a person. */
export function diagnoseWebgpu(support: WebgpuSupport): BackendDiagnosis {
  if ('adapter' in support) {
    const software = support.isSoftware ? ', in software' : '';
    return { name: BACKEND, available: true, detail: `${support.adapter}${software}` };
  }
  return { name: BACKEND, available: false, ...explain(support) };
}

type Missing = Exclude<WebgpuSupport, { adapter: string }>;

function explain(support: Missing): { readonly detail: string; readonly remedy: string } {
  switch (support.missing) {
    case 'api':
      return {
        detail: 'there is no WebGPU here',
        remedy:
          "Open the page in a browser that has WebGPU, over https or on localhost; or use 'webgl' or 'cpu'.",
      };
    case 'adapter':
      return {
        detail: 'the browser offers no WebGPU adapter',
        remedy:
          "Update the browser and the graphics driver, or allow WebGPU in the browser's flags; or use 'webgl' or 'cpu'.",
      };
    case 'package':
      return {
        detail: "Node has no WebGPU of its own, and the package 'webgpu' is not installed",
        remedy: "Run npm install webgpu; or use 'cpu'.",
      };
    case 'binary':
      return {
        detail: `the package 'webgpu' does not load here (${support.failure})`,
        remedy: "Install its latest version: npm install webgpu@latest; or use 'cpu'.",
      };
    case 'driver':
      return {
        detail: "the package 'webgpu' finds no graphics adapter",
        remedy:
          'Install a graphics driver with Vulkan (on Linux also its loader: libvulkan1), Metal or Direct3D 12; ' +
          "SwiftShader computes in software, see the package's README; or use 'cpu'.",
      };
  }
}
