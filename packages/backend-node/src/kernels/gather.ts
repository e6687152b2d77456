import type { StandardKernel, TensorflowKernel } from './kernel.js';

interface GatherAttrs {
  readonly axis: number;
  readonly batchDims?: number;
}

/** As tfjs-node's own, but the indices are not read back to be checked, which no recording survives: TensorFlow checks them. */
export const gather: TensorflowKernel<StandardKernel<GatherAttrs>> = {
  name: 'GatherV2',
  run({ inputs, attrs: { axis, batchDims = 0 }, executor }) {
    const [x, indices] = [inputs['x']!, inputs['indices']!];
    const { dtype } = x;
    if ((dtype !== 'float32' && dtype !== 'int32') || indices.dtype !== 'int32') return undefined;
    const attributes = executor.attributes(`GatherV2/${dtype}/${batchDims}`, () => ({
      batch_dims: { int: batchDims },
      Tparams: { type: dtype },
      Tindices: { type: 'int32' },
      Taxis: { type: 'int32' },
    }));
    const operands = [executor.id(x), executor.id(indices), executor.intConstant([axis], [])];
    return executor.tensor(executor.run('GatherV2', attributes, operands)[0]!, dtype);
  },
};
