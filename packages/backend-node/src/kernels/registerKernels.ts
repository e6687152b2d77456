import {
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { TFJS_NODE_BACKEND } from '../runtime/tensorflowBackend.js';
import { activationGrad, prelu } from './activations.js';
import { batchNormTraining, batchNormTrainingGrad } from './batchNorm.js';
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput, fusedConv2d } from './conv2d.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from './crossEntropy.js';
import { depthwiseConv2d, fusedDepthwiseConv2d } from './depthwiseConv2d.js';
import { dropout } from './dropout.js';
import type { Executor } from './execute.js';
import { gather } from './gather.js';
import { gaussianNoise } from './gaussianNoise.js';
import type { AnyKernel, KernelCall } from './kernel.js';
import { batchMatMul, fusedMatMul } from './matMul.js';
import { hasOneDnnPooling, maxPoolGrad } from './maxPoolGrad.js';
import { sum } from './reductions.js';
import type { ResidentTensors } from './residentTensors.js';
import { assign, runningAverage } from './updates.js';

/** Puts our kernels before tfjs-node's, which still run where ours do not apply. */
export function registerKernels(executor: Executor, residents: ResidentTensors): void {
  const lists = takesListAttributes(executor);
  const kernels: AnyKernel[] = [
    activationGrad,
    assign,
    batchMatMul,
    batchNormTraining,
    batchNormTrainingGrad,
    conv2d,
    conv2dBackpropFilter,
    conv2dBackpropInput,
    depthwiseConv2d,
    dropout,
    fusedConv2d(lists),
    fusedDepthwiseConv2d,
    fusedMatMul(lists),
    gather,
    gaussianNoise,
    ...(hasOneDnnPooling(executor) ? [maxPoolGrad] : []),
    prelu,
    runningAverage,
    sigmoidCrossEntropy,
    softmaxCrossEntropy,
    sum,
  ];
  for (const kernel of kernels) register(kernel, executor, residents);
}

function register({ name, run }: AnyKernel, executor: Executor, residents: ResidentTensors): void {
  const own: KernelConfig | undefined = getKernel(name, TFJS_NODE_BACKEND) ?? undefined;
  if (own) unregisterKernel(name, TFJS_NODE_BACKEND);
  registerKernel({
    kernelName: name,
    backendName: TFJS_NODE_BACKEND,
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const stock: KernelCall['stock'] = (given, options) =>
        own!.kernelFunc({ inputs: given, attrs: options as NamedAttrMap, backend });
      return run({ inputs, attrs, executor, residents, stock }) ?? stock(inputs, attrs);
    },
  });
}

/**
 * Whether the binding takes lists of strings as attributes, which TensorFlow's fused operations need.
 * tfjs-node's own binding does not; one made by `neutype-node-build` does.
 */
function takesListAttributes(executor: Executor): boolean {
  const one = executor.floatConstant(1, [1, 1]);
  const bias = executor.floatConstant(1, [1]);
  const fused = executor.attributes('probe', () => ({
    T: { type: 'float32' },
    transpose_a: false,
    transpose_b: false,
    num_args: { int: 1 },
    fused_ops: ['BiasAdd', 'Relu'],
  }));
  try {
    executor.release(executor.runForId('_FusedMatMul', fused, [one, one, bias]));
    return true;
  } catch {
    return false;
  }
}
