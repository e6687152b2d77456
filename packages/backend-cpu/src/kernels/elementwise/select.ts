import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 1;

/** `where` with a condition of the same shape as its choices. */
export const select: EngineKernel = {
  name: 'Select',
  run({ inputs, engine }) {
    const condition = inputs['condition']!;
    const a = inputs['t']!;
    const b = inputs['e']!;
    const ours = condition.dtype === 'bool' && a.dtype === 'float32' && b.dtype === 'float32';
    if (!ours || !util.arraysEqual(condition.shape, a.shape)) return undefined;
    const count = util.sizeFromShape(a.shape);
    const mask = engine.pointer(condition);
    const fromA = engine.pointer(a);
    const fromB = engine.pointer(b);
    const y = engine.output(a.shape);
    const to = engine.pointer(y);
    if (count === 0) return y;
    engine
      .command(opcode.select)
      .pointer(mask)
      .pointer(fromA)
      .pointer(fromB)
      .pointer(to)
      .int(count)
      .run(itemsFor(count), count * NANOSECONDS_PER_ELEMENT);
    return y;
  },
};
