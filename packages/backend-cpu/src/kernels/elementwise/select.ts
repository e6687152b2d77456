import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { mapTensors } from '../../map/launch.js';
import { isCopied } from '../layout/slice.js';

/** `where` with a condition of the same shape as its choices, as tfjs broadcasts it. */
export const select: EngineKernel = {
  name: 'Select',
  run({ inputs, engine }) {
    const [condition, t, e] = [inputs['condition']!, inputs['t']!, inputs['e']!];
    const { dtype, shape } = t;
    if (condition.dtype !== 'bool' || e.dtype !== dtype || !isCopied(dtype)) return undefined;
    if (!util.arraysEqual(condition.shape, shape) || !util.arraysEqual(e.shape, shape)) return undefined;
    return mapTensors(engine, 'select', [condition, t, e], dtype);
  },
};
