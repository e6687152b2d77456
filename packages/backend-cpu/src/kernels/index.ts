import type { EngineKernel } from '../engine/kernel.js';
import { relu } from './elementwise/relu.js';
import { batchMatMul } from './matmul/batch-mat-mul.js';
import { fusedMatMul } from './matmul/fused-mat-mul.js';

/** Every kernel of the engine; `installKernel` puts each in front of tfjs's own. */
export const engineKernels: readonly EngineKernel[] = [relu, batchMatMul, fusedMatMul];
