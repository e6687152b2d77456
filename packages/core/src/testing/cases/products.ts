import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { GradientCase } from '../gradientCase.js';

const sums: readonly [equation: string, ...shapes: number[][]][] = [
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['bij,bkj->bik', [2, 2, 3], [2, 4, 3]],
  ['i,j->ij', [3], [2]],
  ['ij,ij->', [2, 3], [2, 3]],
  ['ijk,k->ji', [2, 3, 2], [2]],
  ['ij->ji', [2, 3]],
  ['ij->i', [2, 3]],
];
const image = { shape: [2, 5, 4, 2] };

export const productCases: readonly GradientCase[] = [
  ...sums.map(([equation, ...shapes]) => ({
    name: `einsum ${equation}`,
    f: (...factors: tf.Tensor[]) => tf.einsum(equation, ...factors),
    inputs: shapes.map((shape) => ({ shape })),
  })),
  ...[false, true].flatMap((transposeA) =>
    [false, true].map(
      (transposeB): GradientCase => ({
        name: `matMul${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`,
        f: (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
        inputs: [{ shape: transposeA ? [3, 2] : [2, 3] }, { shape: transposeB ? [4, 3] : [3, 4] }],
      }),
    ),
  ),
  {
    name: 'matMul, one matrix for a batch',
    f: (a, b) => tf.matMul(a!, b!, false, true),
    inputs: [{ shape: [2, 2, 3] }, { shape: [1, 4, 3] }],
  },
  {
    name: 'conv2d, valid',
    f: (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'valid'),
    inputs: [image, { shape: [3, 2, 2, 3] }],
  },
  {
    name: 'conv2d, same, strided',
    f: (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, [2, 1], 'same'),
    inputs: [image, { shape: [3, 3, 2, 2] }],
  },
  {
    name: 'conv2d, padded by a number',
    f: (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 1),
    inputs: [image, { shape: [3, 3, 2, 2] }],
  },
  {
    name: 'conv2d, dilated',
    f: (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', [2, 1]),
    inputs: [image, { shape: [2, 3, 2, 2] }],
  },
  {
    name: 'conv1d',
    f: (x, filter) => tf.conv1d(x as Tensor3D, filter as Tensor3D, 1, 'same'),
    inputs: [{ shape: [2, 5, 2] }, { shape: [3, 2, 2] }],
  },
  {
    name: 'conv2dTranspose',
    f: (x, filter) => tf.conv2dTranspose(x as Tensor4D, filter as Tensor4D, [1, 5, 5, 2], 2, 'valid'),
    inputs: [{ shape: [1, 2, 2, 3] }, { shape: [3, 3, 2, 3] }],
  },
  {
    name: 'depthwiseConv2d',
    f: (x, filter) => tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, [1, 1], 'same'),
    inputs: [image, { shape: [3, 3, 2, 2] }],
  },
  {
    name: 'depthwiseConv2d, dilated',
    f: (x, filter) => tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, 1, 'valid', 'NHWC', [2, 2]),
    inputs: [image, { shape: [2, 2, 2, 1] }],
  },
  {
    name: 'separableConv2d',
    f: (x, filter, points) =>
      tf.separableConv2d(x as Tensor4D, filter as Tensor4D, points as Tensor4D, 1, 'valid'),
    inputs: [{ shape: [1, 4, 4, 2] }, { shape: [2, 2, 2, 1] }, { shape: [1, 1, 2, 3] }],
  },
  {
    name: 'dilation2d',
    f: (x, filter) => tf.dilation2d(x as Tensor4D, filter as Tensor3D, 1, 'valid'),
    inputs: [{ shape: [1, 3, 3, 2] }, { shape: [2, 2, 2] }],
    step: 0.002,
    tolerance: 5e-3,
  },
  {
    name: 'dilation2d, same, strided',
    f: (x, filter) => tf.dilation2d(x as Tensor4D, filter as Tensor3D, [2, 1], 'same', [1, 2]),
    inputs: [{ shape: [2, 4, 5, 1] }, { shape: [3, 2, 1] }],
    step: 0.002,
    tolerance: 5e-3,
  },
  {
    name: 'conv3d',
    f: (x, filter) => tf.conv3d(x as Tensor5D, filter as Tensor5D, 1, 'same'),
    inputs: [{ shape: [1, 2, 3, 3, 1] }, { shape: [2, 2, 2, 1, 2] }],
  },
  {
    name: 'maxPool',
    f: (x) => tf.maxPool(x as Tensor4D, 2, 2, 'valid'),
    inputs: [{ shape: [1, 4, 4, 2] }],
    step: 0.002,
    tolerance: 5e-3,
  },
  {
    name: 'avgPool, same',
    f: (x) => tf.avgPool(x as Tensor4D, [3, 2], 1, 'same'),
    inputs: [{ shape: [1, 4, 3, 2] }],
  },
  {
    name: 'avgPool, same, another stride in each direction',
    f: (x) => tf.avgPool(x as Tensor4D, [2, 3], [1, 2], 'same'),
    inputs: [{ shape: [1, 4, 5, 2] }],
  },
  {
    name: 'avgPool3d',
    f: (x) => tf.avgPool3d(x as Tensor5D, 2, 1, 'valid'),
    inputs: [{ shape: [1, 2, 3, 3, 1] }],
  },
  {
    name: 'batchNorm',
    f: (x, mean, variance, offset, scale) =>
      tf.batchNorm(
        x as Tensor2D,
        mean as Tensor1D,
        variance as Tensor1D,
        offset as Tensor1D,
        scale as Tensor1D,
        1e-3,
      ),
    inputs: [
      { shape: [4, 3] },
      { shape: [3] },
      { shape: [3], low: 0.5, high: 2 },
      { shape: [3] },
      { shape: [3], low: 0.5 },
    ],
  },
  {
    name: 'localResponseNormalization',
    f: (x) => tf.localResponseNormalization(x as Tensor4D, 1, 1, 0.5, 0.75),
    inputs: [{ shape: [1, 2, 2, 4] }],
  },
];
