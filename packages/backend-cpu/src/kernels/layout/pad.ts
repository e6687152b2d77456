import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { fillAll } from '../elementwise/fill.js';
import { launchCopy, planCopy } from './copy.js';

/** Padding with a constant. */
export const pad: EngineKernel = {
  name: 'PadV2',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return undefined;
    const paddings = attrs['paddings'] as [number, number][];
    const shape = paddings.map(([before, after], axis) => before + x.shape[axis]! + after);
    const fromStrides = [...util.computeStrides(x.shape), 1];
    const toStrides = [...util.computeStrides(shape), 1];
    const plan = planCopy(
      x.shape.map((length, axis) => ({ length, from: fromStrides[axis]!, to: toStrides[axis]! })),
      4,
    );
    if (plan === undefined) return undefined;
    const from = engine.pointer(x);
    const y = engine.output(shape, x.dtype);
    const to = engine.pointer(y);
    const offset = paddings.reduce((sum, [before], axis) => sum + before * toStrides[axis]!, 0);
    fillAll(engine, to, util.sizeFromShape(shape), attrs['constantValue'] as number, x.dtype);
    if (util.sizeFromShape(x.shape) > 0) launchCopy(engine, plan, from, to + offset * 4);
    return y;
  },
};
