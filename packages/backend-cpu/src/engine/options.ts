import { availableThreads } from '../threads/available-threads.js';
import type { Variant } from '../variants/variant.js';

/** How the CPU engine is to run; every option has a default that suits the machine. */
export interface EngineOptions {
  /** Which build of the kernels; default: the fastest that runs here. Environment: `NEUTYPE_CPU_VARIANT`. */
  readonly variant?: Variant | undefined;
  /** Threads, the calling one included; default: the cores really available. Environment: `NEUTYPE_THREADS`. */
  readonly threads?: number | undefined;
  /** Most bytes of engine memory; default and limit: 4 GB less one page. */
  readonly memoryLimitBytes?: number | undefined;
}

const variants: readonly string[] = ['simd', 'relaxed', 'wide', 'javascript'] satisfies Variant[];

/** Fills in the environment's settings and the defaults. @throws for a variant or a number that makes no sense */
export function resolveOptions(options: EngineOptions): EngineOptions & { readonly threads: number } {
  const variant = options.variant ?? environment('NEUTYPE_CPU_VARIANT');
  if (variant !== undefined && !isVariant(variant)) {
    throw new Error(`The CPU engine has the variants ${variants.join(', ')}, not '${variant}'.`);
  }
  const threads = options.threads ?? Number(environment('NEUTYPE_THREADS') ?? availableThreads());
  checkThreads(threads);
  return { variant, threads, memoryLimitBytes: options.memoryLimitBytes };
}

export function checkThreads(threads: number): void {
  if (Number.isInteger(threads) && threads >= 1) return;
  throw new Error(`The number of threads of the CPU engine is a whole number from 1, not ${threads}.`);
}

function isVariant(name: string): name is Variant {
  return variants.includes(name);
}

function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}
