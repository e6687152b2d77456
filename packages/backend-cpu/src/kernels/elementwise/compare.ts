import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { planBroadcast, writeOuter } from './broadcast.js';

const NANOSECONDS_PER_ELEMENT = 0.6;

/** In the order of `assembly/elementwise/compare.ts`. */
const names = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'];

/** Comparisons of two float32 tensors, broadcast. */
export const compareKernels: readonly EngineKernel[] = names.map((name, code) => ({
  name,
  run({ inputs, engine }) {
    const a = inputs['a']!;
    const b = inputs['b']!;
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    const plan = planBroadcast(a.shape, b.shape);
    if (plan === undefined) return undefined;
    const fromA = engine.pointer(a);
    const fromB = engine.pointer(b);
    const y = engine.output(plan.shape, 'bool');
    const to = engine.pointer(y);
    const count = util.sizeFromShape(plan.shape);
    if (count === 0) return y;
    const command = engine
      .command(opcode.compare)
      .int(code)
      .pointer(fromA)
      .pointer(fromB)
      .pointer(to)
      .int(plan.rows)
      .int(plan.inner)
      .int(Number(plan.walksA))
      .int(Number(plan.walksB))
      .int(plan.parts);
    writeOuter(command, plan).run(plan.items, count * NANOSECONDS_PER_ELEMENT);
    return y;
  },
}));
