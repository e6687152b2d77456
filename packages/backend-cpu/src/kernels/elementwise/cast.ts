import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 0.8;

/**
 * Casts that lose nothing. tfjs's own kernel hands the same data back under the other dtype there, which the
 * engine's memory, where each dtype has its own width, cannot.
 */
export const cast: EngineKernel = {
  name: 'Cast',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const to = attrs['dtype'] as string;
    if (x.dtype === to) return engine.alias(x, x.shape);
    if (x.dtype !== 'int32' && x.dtype !== 'bool') return undefined;
    if (to !== 'float32' && to !== 'int32') return undefined;
    const count = util.sizeFromShape(x.shape);
    const from = engine.pointer(x);
    const y = engine.output(x.shape, to);
    const address = engine.pointer(y);
    if (count === 0) return y;
    engine
      .command(opcode.cast)
      .int(Number(x.dtype === 'bool'))
      .pointer(from)
      .int(Number(to === 'int32'))
      .pointer(address)
      .int(count)
      .run(itemsFor(count), count * NANOSECONDS_PER_ELEMENT);
    return y;
  },
};
