import { type FusedActivation, type KernelOf, NeutypeActivationGrad } from '@neutype/core';
import type { Attributes } from './execute.js';
import type { TensorflowKernel } from './kernel.js';

/** TensorFlow's operation for an activation, as it is called alone and as it is called inside a fused product. */
export interface ActivationOperation {
  readonly alone: string;
  readonly fused: string;
}

export const ACTIVATIONS: Readonly<Record<Exclude<FusedActivation, 'linear'>, ActivationOperation>> = {
  relu: { alone: 'Relu', fused: 'Relu' },
  relu6: { alone: 'Relu6', fused: 'Relu6' },
  elu: { alone: 'Elu', fused: 'Elu' },
  leakyrelu: { alone: 'LeakyRelu', fused: 'LeakyRelu' },
  sigmoid: { alone: 'Sigmoid', fused: 'Sigmoid' },
  tanh: { alone: 'Tanh', fused: 'Tanh' },
};

/** The attributes that an activation's own operation takes. */
export function activationAttributes(activation: string, alpha: number): Attributes {
  return { T: { type: 'float32' }, ...(activation === 'leakyrelu' ? { alpha: { float: alpha } } : {}) };
}

/** The derivative's operation, and whether it takes the output before the gradient. */
const DERIVATIVES: Readonly<Record<string, { readonly operation: string; readonly outputFirst: boolean }>> = {
  relu: { operation: 'ReluGrad', outputFirst: false },
  relu6: { operation: 'Relu6Grad', outputFirst: false },
  elu: { operation: 'EluGrad', outputFirst: false },
  leakyrelu: { operation: 'LeakyReluGrad', outputFirst: false },
  sigmoid: { operation: 'SigmoidGrad', outputFirst: true },
  tanh: { operation: 'TanhGrad', outputFirst: true },
};

export const activationGrad: TensorflowKernel<KernelOf<typeof NeutypeActivationGrad>> = {
  name: NeutypeActivationGrad.kernel,
  run({ inputs, attrs: { activation, alpha }, executor }) {
    const { operation, outputFirst } = DERIVATIVES[activation]!;
    const dy = executor.id(inputs.dy);
    const y = executor.id(inputs.y);
    const made = executor.attributes(`${operation}/${alpha}`, () => activationAttributes(activation, alpha));
    return executor.tensor(executor.run(operation, made, outputFirst ? [y, dy] : [dy, y])[0]!);
  },
};

/** x where it is positive, else alpha x. tfjs-node's own leans on methods that tensors only have with all of tfjs. */
export const prelu: TensorflowKernel = {
  name: 'Prelu',
  run({ inputs, executor }) {
    const x = executor.id(inputs['x']!);
    const float = executor.attributes('float', () => ({ T: { type: 'float32' } }));
    const positive = executor.runForId('Relu', float, [x]);
    const negative = executor.runForId('Minimum', float, [x, executor.floatConstant(0)]);
    const scaled = executor.runForId('Mul', float, [executor.id(inputs['alpha']!), negative]);
    const y = executor.run('AddV2', float, [positive, scaled])[0]!;
    executor.release(positive, negative, scaled);
    return executor.tensor(y);
  },
};
