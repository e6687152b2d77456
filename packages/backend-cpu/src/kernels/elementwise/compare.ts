import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { type BroadcastKernel, runBroadcast } from './run-broadcast.js';

const compare: BroadcastKernel = { opcode: opcode.compare, nanosecondsPerElement: 0.6, dtype: 'bool' };

/** In the order of `assembly/elementwise/compare.ts`. */
const names = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'];

/** Comparisons of two float32 tensors, broadcast. */
export const compareKernels: readonly EngineKernel[] = names.map((name, code) => ({
  name,
  run: ({ inputs, engine }) => runBroadcast(engine, compare, code, inputs['a']!, inputs['b']!),
}));
