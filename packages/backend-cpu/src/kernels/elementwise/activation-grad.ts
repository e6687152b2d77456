import { type ActivationGradAttrs, type KernelOf, NeutypeActivationGrad } from '@neutype/core';
import type { EngineKernel } from '../../engine/kernel.js';
import { binaryCode, runBinary } from './binary.js';

const codes: Record<ActivationGradAttrs['activation'], number> = {
  relu: binaryCode.reluGrad,
  relu6: binaryCode.relu6Grad,
  sigmoid: binaryCode.sigmoidGrad,
  tanh: binaryCode.tanhGrad,
  elu: binaryCode.eluGrad,
  leakyrelu: binaryCode.leakyReluGrad,
};

export const activationGrad: EngineKernel<KernelOf<typeof NeutypeActivationGrad>> = {
  name: NeutypeActivationGrad.kernel,
  run({ inputs, attrs: { activation, alpha }, engine }) {
    return runBinary(engine, codes[activation], inputs.dy, inputs.y, alpha);
  },
};

/** tfjs's own gradient of elu. */
export const eluGrad: EngineKernel = {
  name: 'EluGrad',
  run: ({ inputs, engine }) => runBinary(engine, binaryCode.eluGrad, inputs['dy']!, inputs['y']!),
};
