import { util } from '@tensorflow/tfjs-core';
import type { TensorflowKernel } from './kernel.js';

/** As tfjs-node's own, but the axes are given to TensorFlow once and not at every call. */
export const sum: TensorflowKernel = {
  name: 'Sum',
  run({ inputs, attrs, executor }) {
    const x = inputs['x']!;
    if (x.dtype !== 'float32') return undefined;
    const { axis, keepDims } = attrs as unknown as { axis: number | number[]; keepDims: boolean };
    const axes = util.parseAxisParam(axis, x.shape);
    const reduction = executor.attributes(`Sum/${keepDims}`, () => ({
      T: { type: 'float32' },
      Tidx: { type: 'int32' },
      keep_dims: keepDims ?? false,
    }));
    return executor.tensor(executor.run('Sum', reduction, [executor.id(x), executor.intConstant(axes)])[0]!);
  },
};
