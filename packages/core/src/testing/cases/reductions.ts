import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { GradientCase } from '../gradientCase.js';

type Reduction = (x: Tensor, axis?: number | number[], keepDims?: boolean) => Tensor;

export const reductionCases: readonly GradientCase[] = [
  ...over('sum', tf.sum),
  ...over('mean', tf.mean),
  ...over('max', tf.max),
  ...over('min', tf.min),
  ...over('prod', tf.prod),
  ...over('logSumExp', tf.logSumExp),
  ...over('moments', (x, axis, keepDims) => tf.moments(x, axis, keepDims).variance),
  ...over('norm', (x, axis, keepDims) => tf.norm(x, 'euclidean', axis, keepDims)),
  {
    name: 'prod, with zeros',
    f: (x) => tf.prod(x!, 0),
    inputs: [{ shape: [3, 2], values: [2, 0, 3, 0, 0, 5] }],
  },
  ...[false, true].flatMap((exclusive) =>
    [false, true].map((reverse) => ({
      name: `cumsum,${exclusive ? ' exclusive' : ''}${reverse ? ' reverse' : ''}`,
      f: (x?: Tensor) => tf.cumsum(x!, 0, exclusive, reverse),
      inputs: [{ shape: [3, 4] }],
    })),
  ),
  {
    name: 'cumsum, middle axis',
    f: (x) => tf.cumsum(x!, 1),
    inputs: [{ shape: [2, 3, 2] }],
  },
  {
    name: 'softmax',
    f: (x) => tf.softmax(x!),
    inputs: [{ shape: [3, 4], low: -2, high: 2 }],
  },
  {
    name: 'logSoftmax',
    f: (x) => tf.logSoftmax(x!),
    inputs: [{ shape: [3, 4], low: -2, high: 2 }],
  },
];

function over(name: string, reduce: Reduction): GradientCase[] {
  const inputs = [{ shape: [2, 3, 2], low: 0.2, high: 2 }];
  return [
    { name: `${name} of all`, f: (x) => reduce(x!), inputs },
    { name: `${name} over the last axis`, f: (x) => reduce(x!, -1), inputs },
    { name: `${name} over two axes, kept`, f: (x) => reduce(x!, [0, 1], true), inputs },
  ];
}
