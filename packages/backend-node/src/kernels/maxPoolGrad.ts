import { backend_util } from '@tensorflow/tfjs-core';
import type { Attributes, Executor } from './execute.js';
import type { StandardKernel, TensorflowKernel } from './kernel.js';
import { ONE_DNN_LABEL } from './oneDnn.js';

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const ONE_DNN = { _kernel: ONE_DNN_LABEL, workspace_enabled: true } as const;

/**
 * TensorFlow's own gradient of max pooling takes ten times as long as oneDNN's, even with oneDNN's forward pass, which
 * finds the places of the maxima, run once more.
 */
export const maxPoolGrad: TensorflowKernel<StandardKernel<PoolAttrs>> = {
  name: 'MaxPoolGrad',
  run({ inputs, attrs, executor }) {
    const x = inputs['input']!;
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = x.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const padding = info.padInfo.type;
    if (padding !== 'VALID' && padding !== 'SAME') return undefined;
    const pool = poolAttributes(executor, {
      T: { type: 'float32' },
      ksize: { int: [1, info.filterHeight, info.filterWidth, 1] },
      strides: { int: [1, info.strideHeight, info.strideWidth, 1] },
      padding,
      data_format: 'NHWC',
      ...ONE_DNN,
    });
    const input = executor.id(x);
    const [y, places] = executor.run('_MklNativeMaxPool', pool, [input], 2);
    const operands = [input, y!.id, executor.id(inputs['dy']!), places!.id];
    const dx = executor.run('_MklNativeMaxPoolGrad', pool, operands)[0]!;
    executor.release(y!.id, places!.id);
    return executor.tensor(dx);
  },
};

/** Whether this TensorFlow has oneDNN's pooling: its builds for x86-64 do. */
export function hasOneDnnPooling(executor: Executor): boolean {
  const pool = poolAttributes(executor, {
    T: { type: 'float32' },
    ksize: { int: [1, 1, 1, 1] },
    strides: { int: [1, 1, 1, 1] },
    padding: 'VALID',
    data_format: 'NHWC',
    ...ONE_DNN,
  });
  try {
    const outputs = executor.run('_MklNativeMaxPool', pool, [executor.floatConstant(1, [1, 1, 1, 1])], 2);
    executor.release(...outputs.map(({ id }) => id));
    return true;
  } catch {
    return false;
  }
}

function poolAttributes(executor: Executor, values: Attributes): ReturnType<Executor['attributes']> {
  return executor.attributes(`MaxPool/${JSON.stringify(values)}`, () => values);
}
