import type { BackendDiagnosis } from '@neutype/core';

const BACKEND = 'webgpu';

/** What was found when looking for a GPU; an adapter in software computes on the CPU. */
export type WebgpuSupport =
  | { readonly adapter: string; readonly isSoftware: boolean }
  | { readonly missing: 'api' | 'adapter' };

interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: AdapterInfo } | null>;
}

/** Asks the browser for a WebGPU adapter. */
export async function findWebgpu(): Promise<WebgpuSupport> {
  const gpu = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu;
  if (gpu === undefined) return { missing: 'api' };
  const adapter = await gpu.requestAdapter();
  if (adapter === null) return { missing: 'adapter' };
  const { vendor, architecture, description, isFallbackAdapter: isSoftware = false } = adapter.info ?? {};
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || 'an unnamed adapter';
  return { adapter: name, isSoftware };
}

/** Whether WebGPU can be used here, in words for a person. */
export function diagnoseWebgpu(support: WebgpuSupport): BackendDiagnosis {
  if ('adapter' in support) {
    const software = support.isSoftware ? ', in software' : '';
    return { name: BACKEND, available: true, detail: `${support.adapter}${software}` };
  }
  const remedy =
    support.missing === 'api'
      ? "Open the page in a browser that has WebGPU, over https or on localhost; or use 'webgl' or 'cpu'."
      : "Update the browser and the graphics driver, or allow WebGPU in the browser's flags; or use 'webgl' or 'cpu'.";
  const detail =
    support.missing === 'api' ? 'there is no WebGPU here' : 'the browser offers no WebGPU adapter';
  return { name: BACKEND, available: false, detail, remedy };
}
