import type { BackendDiagnosis } from '@neutype/core';

const name = 'webgpu';

/** What was found when looking for a GPU. */
export type WebgpuSupport = { readonly adapter: string } | { readonly missing: 'api' | 'adapter' };

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: Readonly<Record<string, string>> } | null>;
}

/** Asks the browser for a WebGPU adapter. */
export async function findWebgpu(): Promise<WebgpuSupport> {
  const gpu = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu;
  if (gpu === undefined) return { missing: 'api' };
  const adapter = await gpu.requestAdapter();
  if (adapter === null) return { missing: 'adapter' };
  const { vendor, architecture, description } = adapter.info ?? {};
  return { adapter: [vendor, architecture, description].filter(Boolean).join(' ') || 'an unnamed adapter' };
}

/** Whether WebGPU can be used here, in words for a person. */
export function diagnoseWebgpu(support: WebgpuSupport): BackendDiagnosis {
  if ('adapter' in support) return { name, available: true, detail: support.adapter };
  const remedy =
    support.missing === 'api'
      ? "Open the page in a browser that has WebGPU, over https or on localhost; or use 'webgl' or 'cpu'."
      : "Update the browser and the graphics driver, or allow WebGPU in the browser's flags; or use 'webgl' or 'cpu'.";
  const detail =
    support.missing === 'api' ? 'there is no WebGPU here' : 'the browser offers no WebGPU adapter';
  return { name, available: false, detail, remedy };
}
