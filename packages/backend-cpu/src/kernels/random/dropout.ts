import { type KernelOf, NeutypeDropout } from '@neutype/core';
import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { areFloat32 } from '../dtypes.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 2;
const RANDOM_BITS = 24;

/** Outputs what is left of x, and the factor of each element. */
export const dropout: EngineKernel<KernelOf<typeof NeutypeDropout>> = {
  name: NeutypeDropout.kernel,
  run({ inputs, attrs: { rate, key0, key1 }, engine }) {
    if (!areFloat32(inputs.x) || inputs.counter.dtype !== 'int32') return undefined;
    const { shape } = inputs.x;
    const count = util.sizeFromShape(shape);
    const x = engine.pointer(inputs.x);
    const counter = engine.pointer(inputs.counter);
    const y = engine.output(shape);
    const scale = engine.output(shape);
    const to = engine.pointer(y);
    const scaleTo = engine.pointer(scale);
    if (count === 0) return [y, scale];
    engine
      .command(opcode.dropout)
      .pointer(x)
      .pointer(counter)
      .pointer(to)
      .pointer(scaleTo)
      .int(count)
      .int(key0 | 0)
      .int(key1 | 0)
      // bits / 2^24 >= rate exactly where the integer bits reach this.
      .int(Math.ceil(rate * 2 ** RANDOM_BITS))
      .float(1 / (1 - rate))
      .run(itemsFor(count, 4), count * NANOSECONDS_PER_ELEMENT);
    return [y, scale];
  },
};
