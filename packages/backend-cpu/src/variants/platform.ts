import { nodeBuiltin } from '../threads/nodeBuiltin.js';

/** What the choice of a variant depends on. */
export interface Platform {
  /** V8's version, such as '13.6', where the program runs in Node itself. */
  readonly v8: string | undefined;
  /** The processor's architecture by Node's name: `x64`, `arm64`. */
  readonly architecture: string;
  /** Whether the processor has AVX2; undefined where only a measurement tells. */
  readonly hasAvx2: boolean | undefined;
}

/** The platform that this process runs on. */
export function currentPlatform(): Platform {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  return {
    v8: versionOfV8(process?.versions ?? {}),
    architecture: process?.arch ?? 'unknown',
    hasAvx2: process?.platform === 'linux' ? linuxHasAvx2() : undefined,
  };
}

/** Bun, Deno and Electron tell a version of V8 too, but run another one, or a build of their own. */
const OTHER_RUNTIMES = ['bun', 'deno', 'electron'];

function versionOfV8(versions: Readonly<Record<string, string | undefined>>): string | undefined {
  if (OTHER_RUNTIMES.some((name) => versions[name] !== undefined)) return undefined;
  const [, version] = /^(\d+\.\d+)\..*-node\./.exec(versions['v8'] ?? '') ?? [];
  return version;
}

function linuxHasAvx2(): boolean | undefined {
  try {
    const { readFileSync } = nodeBuiltin<typeof import('node:fs')>('node:fs')!;
    return /^flags\s*:.*\bavx2\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return undefined;
  }
}
