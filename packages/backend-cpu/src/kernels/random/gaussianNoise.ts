import { type KernelOf, NeutypeGaussianNoise } from '@neutype/core';
import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 4;

export const gaussianNoise: EngineKernel<KernelOf<typeof NeutypeGaussianNoise>> = {
  name: NeutypeGaussianNoise.kernel,
  run({ inputs, attrs: { mean, std, key0, key1 }, engine }) {
    if (!areFloat32(inputs.x) || inputs.counter.dtype !== 'int32') return undefined;
    const { shape } = inputs.x;
    const count = util.sizeFromShape(shape);
    const x = engine.pointer(inputs.x);
    const counter = engine.pointer(inputs.counter);
    const y = engine.output(shape);
    const to = engine.pointer(y);
    if (count === 0) return y;
    launch
      .gaussianNoise(engine, { x, counter, y: to, count, key0: key0 | 0, key1: key1 | 0, mean, std })
      .run(itemsFor(count, 4), count * NANOSECONDS_PER_ELEMENT);
    return y;
  },
};
