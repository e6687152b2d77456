import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';

const ELEMENTS_PER_ITEM = 8192;
const NANOSECONDS_PER_ELEMENT = 0.3;

export const relu: EngineKernel = {
  name: 'Relu',
  run({ inputs, engine }) {
    const x = inputs['x']!;
    if (x.dtype !== 'float32') return undefined;
    const count = util.sizeFromShape(x.shape);
    const from = engine.pointer(x);
    const y = engine.output(x.shape);
    engine
      .command(opcode.relu)
      .pointer(from)
      .pointer(engine.pointer(y))
      .int(count)
      .run(Math.ceil(count / ELEMENTS_PER_ITEM), count * NANOSECONDS_PER_ELEMENT);
    return y;
  },
};
