import { dropoutScale, type KernelOf, NeutypeDropout } from '@neutype/core';
import { util } from '@tensorflow/tfjs-core';
import type { TensorflowKernel } from './kernel.js';

/** The mask is drawn in JavaScript, for TensorFlow has no generator that draws the one that every backend draws. */
export const dropout: TensorflowKernel<KernelOf<typeof NeutypeDropout>> = {
  name: NeutypeDropout.kernel,
  run({ inputs, attrs: { rate, key0, key1 }, executor }) {
    const x = inputs.x;
    const counter = executor.id(inputs.counter);
    const dtype = executor.binding.TF_FLOAT;
    const scale = executor.binding.compute({
      key: `dropout ${x.shape} ${rate} ${key0} ${key1} ${counter}`,
      shape: x.shape,
      dtype,
      values: (native) =>
        dropoutScale(util.sizeFromShape(x.shape), rate, [key0, key1], native.tensorDataSync(counter)[0]!),
    });
    const float = executor.attributes('float', () => ({ T: { type: 'float32' } }));
    const y = executor.run('Mul', float, [executor.id(x), scale])[0]!;
    return [executor.tensor(y), executor.tensor({ id: scale, shape: x.shape, dtype })];
  },
};
