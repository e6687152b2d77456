import { type ActivationGradAttrs, type KernelOf, NeutypeActivationGrad } from '@neutype/core';
import type { EngineKernel } from '../../engine/kernel.js';
import { mapTensors } from '../../map/launch.js';
import type { MapOperation } from '../../map/operations.js';
import { areFloat32 } from '../dtypes.js';

const operations: Record<ActivationGradAttrs['activation'], MapOperation> = {
  relu: 'reluGrad',
  relu6: 'relu6Grad',
  sigmoid: 'sigmoidGrad',
  tanh: 'tanhGrad',
  elu: 'eluGrad',
  leakyrelu: 'leakyReluGrad',
};

export const activationGrad: EngineKernel<KernelOf<typeof NeutypeActivationGrad>> = {
  name: NeutypeActivationGrad.kernel,
  run({ inputs: { dy, y }, attrs: { activation, alpha }, engine }) {
    if (!areFloat32(dy, y)) return undefined;
    const numbers = activation === 'leakyrelu' ? [alpha] : [];
    return mapTensors(engine, operations[activation], [dy, y, ...numbers], 'float32');
  },
};
