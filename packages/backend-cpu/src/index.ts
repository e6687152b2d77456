import { registerProvider } from './engine/provider.js';
import { type EngineInfo, type EnginePackage, registerOnce } from './engine/register.js';

export type { EngineOptions } from './engine/options.js';
export { EngineOutOfMemoryError } from './memory/out-of-memory.js';
export type { Variant } from './variants/variant.js';
export type { EngineInfo };

const engine: EnginePackage = registerOnce();
registerProvider(engine.engineInfo);

/**
 * Sets how the CPU engine runs, and starts it anew: tensors move over as they are used. Call it before training.
 *
 * @throws where the variant cannot run here, or an option makes no sense
 *
 * @example
 * ```ts
 * import { configureEngine } from '@neutype/backend-cpu';
 *
 * configureEngine({ threads: 1 });
 * ```
 */
export const configureEngine: EnginePackage['configureEngine'] = engine.configureEngine;

/**
 * Changes the number of threads, the calling one included, from now on.
 *
 * @throws for anything but a whole number from 1
 */
export const setThreads: EnginePackage['setThreads'] = engine.setThreads;

/**
 * Which variant runs on how many threads, and how much memory it holds. Starts the engine if nothing has yet.
 *
 * @example
 * ```ts
 * import { engineInfo } from '@neutype/backend-cpu';
 *
 * console.log(engineInfo().variant); // relaxed
 * ```
 */
export const engineInfo: EnginePackage['engineInfo'] = engine.engineInfo;
