import { gaussianValues, type KernelOf, NeutypeGaussianNoise } from '@neutype/core';
import { util } from '@tensorflow/tfjs-core';
import type { TensorflowKernel } from './kernel.js';

/** The numbers are drawn in JavaScript, for TensorFlow has no generator that draws those that every backend draws. */
export const gaussianNoise: TensorflowKernel<KernelOf<typeof NeutypeGaussianNoise>> = {
  name: NeutypeGaussianNoise.kernel,
  run({ inputs, attrs, executor }) {
    const x = inputs.x;
    const counter = executor.id(inputs.counter);
    const noise = executor.binding.compute({
      key: `gaussianNoise ${x.shape} ${JSON.stringify(attrs)} ${counter}`,
      shape: x.shape,
      dtype: executor.binding.TF_FLOAT,
      values: (native) =>
        gaussianValues(util.sizeFromShape(x.shape), attrs, native.tensorDataSync(counter)[0]!),
    });
    const float = executor.attributes('float', () => ({ T: { type: 'float32' } }));
    const y = executor.run('AddV2', float, [executor.id(x), noise])[0]!;
    executor.release(noise);
    return executor.tensor(y);
  },
};
