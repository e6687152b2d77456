import {
  checkChoice,
  checkCount,
  checkOptions,
  NeutypeError,
  OptionError,
  optionNames,
  type Problem,
  shown,
} from '@neutype/errors';
import { LEAST_BYTES, MOST_BYTES } from '../memory/engineMemory.js';
import { availableThreads } from '../threads/availableThreads.js';
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

const ENGINE_OPTIONS = optionNames<EngineOptions>({ variant: true, threads: true, memoryLimitBytes: true });
const VARIANTS: readonly Variant[] = ['simd', 'relaxed', 'wide', 'javascript'];

/** Fills in the environment's settings and the defaults. @throws OptionError for what makes no sense */
export function resolveOptions(options: EngineOptions): EngineOptions & { readonly threads: number } {
  checkOptions('configureEngine', options, ENGINE_OPTIONS);
  const { memoryLimitBytes, variant, threads } = options;
  if (memoryLimitBytes !== undefined) checkMemoryLimit(memoryLimitBytes);
  if (variant !== undefined) checkChoice('configureEngine, option variant', variant, VARIANTS);
  if (threads !== undefined) checkCount('configureEngine, option threads', threads);
  return {
    variant: variant ?? fromEnvironment(VARIANT_VARIABLE, toVariant),
    threads: threads ?? fromEnvironment(THREADS_VARIABLE, toThreads) ?? availableThreads(),
    memoryLimitBytes,
  };
}

/** Runs what depends on a variable of the environment, if that is set; its error then names the variable. */
export function fromEnvironment<T>(name: string, read: (text: string) => T): T | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const text = process?.env?.[name];
  if (text === undefined || text === '') return undefined;
  try {
    return read(text);
  } catch (error) {
    const { expected = 'a value that works here', received = shown(text) } = problemOf(error) ?? {};
    const problem = {
      where: `environment variable ${name}`,
      expected,
      received,
      remedy: 'Correct or unset it.',
    };
    throw new OptionError(problem, { cause: error });
  }
}

function problemOf(error: unknown): Problem | undefined {
  return error instanceof NeutypeError ? error.problem : undefined;
}

function toVariant(text: string): Variant {
  checkChoice('variant', text, VARIANTS);
  return text;
}

function toThreads(text: string): number {
  const threads = Number(text);
  checkCount('threads', Number.isNaN(threads) ? text : threads);
  return threads;
}

function checkMemoryLimit(bytes: unknown): void {
  if (typeof bytes === 'number' && bytes >= LEAST_BYTES && bytes <= MOST_BYTES) return;
  throw new OptionError({
    where: 'configureEngine, option memoryLimitBytes',
    expected: `a number of bytes from ${LEAST_BYTES} (4 MiB) to ${MOST_BYTES} (4 GiB)`,
    received: shown(bytes),
    remedy: 'For 1 GiB write 2 ** 30; leave it out for all that there is.',
  });
}
