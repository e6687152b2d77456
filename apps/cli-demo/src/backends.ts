import { engineInfo } from '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import type { BackendName } from './flags.js';

/**
 * Makes the backend the one that computes; those that few have are loaded only when asked for, and where such a one
 * cannot run, the CPU engine goes on after a note that says why.
 *
 * @returns the one that computes
 */
export async function activateBackend(name: BackendName, note: (text: string) => void): Promise<string> {
  if (name === 'cpu') {
    await useBackend(name);
    return name;
  }
  if (name === 'webgpu') await import('@neutype/backend-webgpu');
  const { useBackendOr } = await import('@neutype/backend-node');
  return useBackendOr(name, 'cpu', (line) => note(inThisRepository(line)));
}

/** What computes, in words: `CPU engine (relaxed SIMD, 2 threads)`. */
export async function engineTitle(backend: string): Promise<string> {
  if (backend === 'webgpu') {
    const { diagnoseWebgpu, findWebgpu } = await import('@neutype/backend-webgpu');
    return `WebGPU (${diagnoseWebgpu(await findWebgpu()).detail})`;
  }
  if (backend !== 'cpu') {
    const { diagnoseNodeBackend } = await import('@neutype/backend-node');
    return (await diagnoseNodeBackend()).detail;
  }
  const { variant, threads } = engineInfo();
  return `CPU engine (${VARIANT_TITLES[variant] ?? variant}, ${threads} ${threads === 1 ? 'thread' : 'threads'})`;
}

const VARIANT_TITLES: Readonly<Record<string, string>> = {
  wide: '256-bit SIMD',
  relaxed: 'relaxed SIMD',
  simd: 'SIMD',
  javascript: 'JavaScript',
};

/** Names the build command as it is run in a clone, where no package manager has put it on npx's way. */
function inThisRepository(line: string): string {
  return line.replace(/npx neutype-node-build( --)?/g, (_, flags) =>
    flags === undefined ? 'npm run build:tensorflow' : 'npm run build:tensorflow -- --',
  );
}
