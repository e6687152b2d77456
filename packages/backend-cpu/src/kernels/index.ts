import type { EngineKernel } from '../engine/kernel.js';
import { relu } from './elementwise/relu.js';

/** Every kernel of the engine; `installKernel` puts each in front of tfjs's own. */
export const engineKernels: readonly EngineKernel[] = [relu];
