import { add, matMul, reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { backendName } from '../backends/active.js';
import { runKernel } from '../runKernel.js';
import { activate, DEFAULT_LEAKY_RELU_ALPHA, EVERY_ACTIVATION, type FusedActivation } from './activation.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

interface DenseInputs {
  readonly weight: Tensor;
  readonly x: Tensor;
  readonly bias: Tensor | undefined;
}

interface DenseAttrs {
  readonly activation: FusedActivation;
  readonly alpha: number;
}

export const Dense: Operation<{ [Name in keyof DenseInputs]: DenseInputs[Name] }, 'y', DenseAttrs> = {
  name: 'dense',
  kernel: '_FusedMatMul',
  inputs: {
    weight: { shape: ['inputs', 'units'], from: -2, to: 2 },
    x: { shape: ['N', 'inputs'], converts: true },
    bias: { shape: ['units'], optional: true },
  },
  outputs: { y: ['N', 'units'] },
  examples: EVERY_ACTIVATION,
  lengths: { N: 3, inputs: 4, units: 2 },
  differences: { step: 0.004, tolerance: 4e-3 },
  compose({ x, weight, bias }, { activation, alpha }) {
    const product = matMul(x as Tensor2D, weight as Tensor2D);
    return { y: activate(bias === undefined ? product : add(product, bias), activation, alpha) };
  },
  launch({ x, weight, bias }, { activation, alpha }) {
    // No backend's fused kernel knows tanh.
    const fused = activation === 'tanh' ? 'linear' : activation;
    const attrs = { transposeA: false, transposeB: false, activation: fused, leakyreluAlpha: alpha };
    // The wasm backend's fused kernel reads beyond its memory unless its matrices have rank three.
    const [a, b] = backendName() === 'wasm' ? [batched(x), batched(weight)] : [x, weight];
    const y = reshape(runKernel('_FusedMatMul', { a, b, bias }, attrs), [x.shape[0]!, weight.shape[1]!]);
    return { y: activation === 'tanh' ? activate(y, 'tanh') : y };
  },
};

/**
 * activation(x · weight + bias), in one kernel and with one gradient.
 *
 * @param x [N, inputs]
 * @param weight [inputs, units]
 * @param bias [units], or none
 * @param alpha the slope of `leakyrelu` below zero
 * @returns [N, units]
 * @throws ShapeError
 * @throws DataError for a weight or bias of another type than float32
 *
 * @example
 * ```ts
 * const x = tensor2d([[1, 2, 3]]);
 * const weight = ones([3, 4]) as Tensor2D;
 * dense(x, weight, zeros([4]), 'relu').print(); // [[6, 6, 6, 6],]
 * ```
 */
export function dense(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor | undefined,
  activation: FusedActivation = 'linear',
  alpha: number = DEFAULT_LEAKY_RELU_ALPHA,
): Tensor2D {
  return runOperation(Dense, { x, weight, bias }, { activation, alpha }).y as Tensor2D;
}

function batched(matrix: Tensor): Tensor {
  return reshape(matrix, [1, ...matrix.shape]);
}
