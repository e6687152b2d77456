import type { Gpu } from '../gpu.js';

/** Dawn, Chromium's WebGPU, as the npm package `webgpu` brings it to Node. */
export interface Dawn {
  readonly gpu: Gpu;
  /** What a browser has beside it: `GPUBufferUsage`, `GPUTexture` and so on. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Why there is no Dawn: this is no Node, the package is not installed, or it does not load. */
export type NoDawn = 'no node' | 'not installed' | { readonly failure: string };

interface DawnPackage {
  create(flags: readonly string[]): Gpu;
  readonly globals: Dawn['globals'];
}

let found: Promise<Dawn | NoDawn> | undefined;

/** Loads the package when it is first asked for. One that is not there yet is looked for again. */
export async function findDawn(): Promise<Dawn | NoDawn> {
  found ??= loadDawn([import.meta.url, `${globalThis.process?.cwd?.()}/index.js`]);
  const dawn = await found;
  if (!isDawn(dawn)) found = undefined;
  return dawn;
}

export function isDawn(dawn: Dawn | NoDawn): dawn is Dawn {
  return typeof dawn === 'object' && 'gpu' in dawn;
}

/** @param from files that may ask for the package: one of this package, and one in the program's own folder */
export async function loadDawn(from: readonly string[]): Promise<Dawn | NoDawn> {
  const module = builtin<typeof import('node:module')>('node:module');
  const url = builtin<typeof import('node:url')>('node:url');
  if (!module || !url) return 'no node';
  const path = resolve(module, from);
  if (path === undefined) return 'not installed';
  try {
    // Bundlers for browsers would look for the package.
    const at = url.pathToFileURL(path).href;
    const { create, globals } = (await import(
      /* @vite-ignore */ /* webpackIgnore: true */ at
    )) as DawnPackage;
    return { gpu: create([]), globals };
  } catch (error) {
    return { failure: (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string };
  }
}

function resolve(
  { createRequire }: typeof import('node:module'),
  from: readonly string[],
): string | undefined {
  for (const file of from) {
    try {
      return createRequire(file).resolve('webgpu');
    } catch {
      // Not from there.
    }
  }
  return undefined;
}

/** A module of Node itself, or undefined elsewhere. */
function builtin<T>(name: string): T | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return process?.getBuiltinModule?.(name) as T | undefined;
}
