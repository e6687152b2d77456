import { type KernelOf, NeutypeDropout } from '@neutype/core';
import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
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
    // bits / 2^24 >= rate exactly where the integer bits reach this.
    const threshold = Math.ceil(rate * 2 ** RANDOM_BITS);
    launch
      .dropout(engine, {
        x,
        counter,
        y: to,
        scale: scaleTo,
        count,
        key0: key0 | 0,
        key1: key1 | 0,
        threshold,
        kept: 1 / (1 - rate),
      })
      .run(itemsFor(count, 4), count * NANOSECONDS_PER_ELEMENT);
    return [y, scale];
  },
};
