import { type SumAttrs, util } from '@tensorflow/tfjs-core';
import type { StandardKernel, TensorflowKernel } from './kernel.js';

/**
 * As tfjs-node's own, but the axes are given to TensorFlow once and not at every call, and a sum over all axes but the
 * last, which is a bias's gradient, takes the operation made for that: twice as fast.
 */
export const sum: TensorflowKernel<StandardKernel<SumAttrs>> = {
  name: 'Sum',
  run({ inputs, attrs: { axis, keepDims }, executor }) {
    const x = inputs['x']!;
    if (x.dtype !== 'float32') return undefined;
    const axes = util.parseAxisParam(axis, x.shape);
    if (!keepDims && x.shape.length > 1 && x.shape.length <= 4 && isAllButLast(axes, x.shape.length)) {
      const biasGrad = executor.attributes('BiasAddGrad', () => ({
        T: { type: 'float32' },
        data_format: 'NHWC',
      }));
      return executor.tensor(executor.run('BiasAddGrad', biasGrad, [executor.id(x)])[0]!);
    }
    const reduction = executor.attributes(`Sum/${keepDims}`, () => ({
      T: { type: 'float32' },
      Tidx: { type: 'int32' },
      keep_dims: keepDims ?? false,
    }));
    return executor.tensor(executor.run('Sum', reduction, [executor.id(x), executor.intConstant(axes)])[0]!);
  },
};

function isAllButLast(axes: readonly number[], rank: number): boolean {
  return axes.length === rank - 1 && !axes.includes(rank - 1);
}
