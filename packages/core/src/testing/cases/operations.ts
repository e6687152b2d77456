import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tensor2d } from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../../kernels.js';
import { activate } from '../../ops/activation.js';
import { batchNormInference, batchNormTraining } from '../../ops/batchNorm.js';
import { conv2d } from '../../ops/conv2d.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from '../../ops/crossEntropy.js';
import { dense } from '../../ops/dense.js';
import { dropout } from '../../ops/dropout.js';
import { avgPool, maxPool } from '../../ops/pool.js';
import { stagedScalar } from '../../staged/stagedScalar.js';
import type { GradientCase } from '../gradientCase.js';

const activations: readonly FusedActivation[] = [
  'linear',
  'relu',
  'relu6',
  'sigmoid',
  'tanh',
  'elu',
  'leakyrelu',
];
const image = { shape: [2, 5, 4, 2] };
const labels = [0, 1, 0, 0.2, 0.3, 0.5, 1, 0, 0, 0, 0, 1];

/** The operations of this package, whose gradients are written by hand. */
export const operationCases: readonly GradientCase[] = [
  ...activations.flatMap((activation): GradientCase[] => [
    {
      name: `activate, ${activation}`,
      f: (x) => activate(x!, activation),
      inputs: [{ shape: [2, 4], low: -3, high: 3 }],
    },
    {
      name: `dense, ${activation}`,
      f: (x, weight, bias) => dense(x as Tensor2D, weight as Tensor2D, bias as Tensor1D, activation),
      inputs: [{ shape: [3, 4] }, { shape: [4, 2], low: -2, high: 2 }, { shape: [2] }],
      step: 0.004,
      tolerance: 4e-3,
    },
  ]),
  {
    name: 'dense, no bias',
    f: (x, weight) => dense(x as Tensor2D, weight as Tensor2D),
    inputs: [{ shape: [3, 4] }, { shape: [4, 2] }],
  },
  {
    name: 'conv2d, relu',
    f: (x, filter, bias) =>
      conv2d(x as Tensor4D, filter as Tensor4D, bias as Tensor1D, { activation: 'relu' }),
    inputs: [image, { shape: [3, 2, 2, 3] }, { shape: [3] }],
    step: 0.002,
    tolerance: 8e-3,
  },
  {
    name: 'conv2d, same, strided, tanh',
    f: (x, filter, bias) =>
      conv2d(x as Tensor4D, filter as Tensor4D, bias as Tensor1D, {
        activation: 'tanh',
        padding: 'same',
        strides: [1, 2],
      }),
    inputs: [image, { shape: [3, 3, 2, 2] }, { shape: [2] }],
  },
  {
    name: 'conv2d, dilated, no bias',
    f: (x, filter) =>
      conv2d(x as Tensor4D, filter as Tensor4D, undefined, { dilations: 2, activation: 'sigmoid' }),
    inputs: [image, { shape: [2, 2, 2, 2] }],
  },
  {
    name: 'maxPool, overlapping',
    f: (x) => maxPool(x as Tensor4D, { size: 3, strides: 1, padding: 'same' }),
    inputs: [{ shape: [1, 4, 4, 2] }],
    step: 0.002,
    tolerance: 5e-3,
  },
  {
    name: 'avgPool',
    f: (x) => avgPool(x as Tensor4D, { size: [2, 1] }),
    inputs: [{ shape: [1, 4, 3, 2] }],
  },
  {
    name: 'batchNormTraining',
    f: (x, gamma, beta) => batchNormTraining(x!, gamma as Tensor1D, beta as Tensor1D, 1e-3).y,
    inputs: [{ shape: [5, 3] }, { shape: [3], low: 0.5, high: 2 }, { shape: [3] }],
  },
  {
    name: 'batchNormTraining, images',
    f: (x, gamma, beta) => batchNormTraining(x!, gamma as Tensor1D, beta as Tensor1D, 1e-3).y,
    inputs: [{ shape: [2, 2, 3, 2] }, { shape: [2], low: 0.5, high: 2 }, { shape: [2] }],
  },
  {
    name: 'batchNormInference',
    f: (x, gamma, beta, mean, variance) => batchNormInference(x!, gamma!, beta!, mean!, variance!, 1e-3),
    inputs: [{ shape: [4, 3] }, { shape: [3] }, { shape: [3] }, { shape: [3] }, { shape: [3], low: 0.5 }],
  },
  { name: 'dropout', f: droppedOut, inputs: [{ shape: [4, 5] }] },
  {
    name: 'softmaxCrossEntropy',
    f: (logits) => softmaxCrossEntropy(tensor2d(labels, [4, 3]), logits as Tensor2D),
    inputs: [{ shape: [4, 3], low: -3, high: 3 }],
  },
  {
    name: 'softmaxCrossEntropy, rows that do not sum to one',
    f: (logits) => softmaxCrossEntropy(tensor2d([1, 2, 0, 0, 0, 0], [2, 3]), logits as Tensor2D),
    inputs: [{ shape: [2, 3], low: -3, high: 3 }],
  },
  {
    name: 'sigmoidCrossEntropy',
    f: (logits) => sigmoidCrossEntropy(tensor2d(labels, [4, 3]), logits!),
    inputs: [{ shape: [4, 3], low: -4, high: 4 }],
  },
];

function droppedOut(x?: Tensor): Tensor {
  const counter = stagedScalar(7, 'int32');
  const y = dropout(x!, 0.4, [11, 22], counter);
  counter.dispose();
  return y;
}
