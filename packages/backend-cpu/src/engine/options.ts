import { LEAST_BYTES, MOST_BYTES } from '../memory/engine-memory.js';
import { availableThreads } from '../threads/available-threads.js';
import type { Variant } from '../variants/variant.js';

/** How the CPU engine is to run; every option has a default that suits the machine. */
export interface EngineOptions {
  /** Which build of the kernels; default: the fastest that runs here. Environment: `NEUTYPE_CPU_VARIANT`. */
  readonly variant?: Variant | undefined;
  /**
   * Threads, the calling one included: a whole number from 1, of which at most 128 are used; default: the cores really
   * available. Environment: `NEUTYPE_THREADS`.
   */
  readonly threads?: number | undefined;
  /**
   * Most bytes of engine memory, from 4 MiB (2 ** 22) to 4 GiB (2 ** 32), in whole pages of 64 KiB; default: 4 GiB, of
   * which the last page stays unused.
   */
  readonly memoryLimitBytes?: number | undefined;
}

export const VARIANT_VARIABLE = 'NEUTYPE_CPU_VARIANT';
const THREADS_VARIABLE = 'NEUTYPE_THREADS';

const variants: readonly string[] = ['simd', 'relaxed', 'wide', 'javascript'] satisfies Variant[];

/** Fills in the environment's settings and the defaults. @throws for a variant or a number that makes no sense */
export function resolveOptions(options: EngineOptions): EngineOptions & { readonly threads: number } {
  const { memoryLimitBytes } = options;
  if (memoryLimitBytes !== undefined) checkMemoryLimit(memoryLimitBytes);
  const variant =
    options.variant === undefined
      ? fromEnvironment(VARIANT_VARIABLE, checkVariant)
      : checkVariant(options.variant);
  const threads =
    options.threads ??
    fromEnvironment(THREADS_VARIABLE, (text) => checkThreads(Number(text), text)) ??
    availableThreads();
  return { variant, threads: checkThreads(threads), memoryLimitBytes };
}

/** `given` is what the number was made from. */
export function checkThreads(threads: number, given: unknown = threads): number {
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new Error(`The number of threads of the CPU engine is a whole number from 1, not ${given}.`);
}

/** Runs what depends on a variable of the environment, if that is set; its error then names the variable. */
export function fromEnvironment<T>(name: string, read: (text: string) => T): T | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const text = process?.env?.[name];
  if (text === undefined || text === '') return undefined;
  try {
    return read(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = `Correct or unset the environment variable ${name}, which is '${text}'.`;
    throw new Error(`${reason} ${remedy}`, { cause: error });
  }
}

function checkVariant(name: string): Variant {
  if (isVariant(name)) return name;
  throw new Error(`The CPU engine has the variants ${variants.join(', ')}, not '${name}'.`);
}

function isVariant(name: string): name is Variant {
  return variants.includes(name);
}

function checkMemoryLimit(bytes: number): void {
  if (typeof bytes === 'number' && bytes >= LEAST_BYTES && bytes <= MOST_BYTES) return;
  const given = typeof bytes === 'number' ? bytes : `'${String(bytes)}'`;
  throw new Error(
    `The option memoryLimitBytes of the CPU engine is a number of bytes from ${LEAST_BYTES} (4 MiB) to ${MOST_BYTES} ` +
      `(4 GiB), not ${given}. For 1 GiB write 2 ** 30; leave it out for all that there is.`,
  );
}
