import { registerProvider } from './engine/provider.js';
import { type EngineInfo, type EnginePackage, registerOnce } from './engine/register.js';

export type { EngineOptions } from './engine/options.js';
export { EngineOutOfMemoryError, type MemoryRequest } from './memory/outOfMemory.js';
export type { Variant } from './variants/variant.js';
export type { EngineInfo };

const engine: EnginePackage = registerOnce();
registerProvider(engine.engineInfo);

/**
 * Sets how the CPU engine runs, and starts it anew: tensors move over as they are used, recorded steps have to be
 * recorded again. Call it before training.
 *
 * Options that are left out fall back to the environment and then to their defaults, which undoes what earlier calls
 * set: the best variant that runs here, as many threads as there are cores for this process, 4 GiB of memory.
 *
 * @param options `variant`, `threads` (the calling one included) and `memoryLimitBytes` (bytes, 2 ** 22 to 2 ** 32)
 * @throws OptionError for an option or an environment variable that makes no sense
 * @throws BackendUnavailableError where the variant cannot run here, or there is no
 * memory to start with; the engine in use then stays
 *
 * @example
 * ```ts
 * import { configureEngine } from '@neutype/backend-cpu';
 *
 * configureEngine({ variant: 'simd', threads: 2, memoryLimitBytes: 2 ** 30 });
 * configureEngine({ threads: 1 }); // the best variant again, and 4 GiB
 * ```
 */
export const configureEngine: EnginePackage['configureEngine'] = engine.configureEngine;

/**
 * Changes the number of threads from now on; everything else stays, recorded steps included. Starts the engine if
 * nothing has yet. Also brings the threads back after the engine went on without them, because one of them died or
 * could not be started.
 *
 * Without shared memory (a page that is not cross-origin isolated), on a page's main thread and for the variant
 * `javascript` there is always one thread, whatever is asked for: see `engineInfo().threads`.
 *
 * @param threads the calling one included: a whole number from 1, of which at most 128 are used
 * @throws OptionError for any other number
 * @throws BackendUnavailableError where the engine cannot start
 * @throws EngineOutOfMemoryError where there is no room for the scratch memory of more threads; their number then stays
 *
 * @example
 * ```ts
 * import { engineInfo, setThreads } from '@neutype/backend-cpu';
 *
 * setThreads(1);
 * console.log(engineInfo().threads); // 1
 * ```
 */
export const setThreads: EnginePackage['setThreads'] = engine.setThreads;

/**
 * Which variant runs on how many threads, and how much memory it holds. Starts the engine if nothing has yet.
 *
 * @throws OptionError for an environment variable that makes no sense
 * @throws BackendUnavailableError where the engine cannot start here, with the reason
 *
 * @example
 * ```ts
 * import { engineInfo } from '@neutype/backend-cpu';
 *
 * console.log(engineInfo().variant); // relaxed
 * ```
 */
export const engineInfo: EnginePackage['engineInfo'] = engine.engineInfo;
