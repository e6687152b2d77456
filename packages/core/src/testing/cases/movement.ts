import * as tf from '@tensorflow/tfjs-core';
import { type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D, tensor1d } from '@tensorflow/tfjs-core';
import type { GradientCase } from '../gradientCase.js';

const cube = [{ shape: [2, 3, 4] }];

export const movementCases: readonly GradientCase[] = [
  { name: 'reshape', f: (x) => tf.reshape(x!, [4, 6]), inputs: cube },
  { name: 'expandDims', f: (x) => tf.expandDims(x!, 1), inputs: cube },
  { name: 'squeeze', f: (x) => tf.squeeze(x!), inputs: [{ shape: [2, 1, 3] }] },
  { name: 'transpose', f: (x) => tf.transpose(x!, [2, 0, 1]), inputs: cube },
  { name: 'transpose, reversed', f: (x) => tf.transpose(x!), inputs: cube },
  { name: 'reverse', f: (x) => tf.reverse(x!, [0, -1]), inputs: cube },
  { name: 'broadcastTo', f: (x) => tf.broadcastTo(x!, [2, 3, 4]), inputs: [{ shape: [3, 1] }] },
  { name: 'tile', f: (x) => tf.tile(x!, [2, 1, 3]), inputs: [{ shape: [2, 3, 2] }] },
  {
    name: 'pad',
    f: (x) =>
      tf.pad(
        x!,
        [
          [1, 0],
          [0, 2],
        ],
        5,
      ),
    inputs: [{ shape: [2, 3] }],
  },
  { name: 'slice', f: (x) => tf.slice(x!, [0, 1, 2], [2, 2, -1]), inputs: cube },
  { name: 'slice, leading axis only', f: (x) => tf.slice(x!, 1, 1), inputs: cube },
  {
    name: 'stridedSlice',
    f: (x) => tf.stridedSlice(x!, [0, 2, 3], [2, 0, 0], [1, -1, -2]),
    inputs: cube,
  },
  {
    name: 'concat',
    f: (a, b, c) => tf.concat([a!, b!, c!] as Tensor2D[], 1),
    inputs: [{ shape: [2, 1] }, { shape: [2, 3] }, { shape: [2, 2], low: 0 }],
  },
  {
    name: 'concat, counted from the end',
    f: (a, b) => tf.concat([a!, b!] as Tensor2D[], -2),
    inputs: [{ shape: [1, 2] }, { shape: [3, 2] }],
  },
  {
    name: 'stack',
    f: (a, b) => tf.stack([a!, b!], 1),
    inputs: [{ shape: [2, 3] }, { shape: [2, 3], low: 0 }],
  },
  {
    name: 'unstack',
    f: (x) => {
      const [a, , c] = tf.unstack(x!, 1);
      return tf.mul(a!, c!);
    },
    inputs: [{ shape: [2, 3] }],
  },
  {
    name: 'split',
    f: (x) => {
      const [a, b] = tf.split(x!, [1, 3], 1);
      return tf.mul(a!, b!);
    },
    inputs: [{ shape: [2, 4] }],
  },
  {
    name: 'mirrorPad, reflect',
    f: (x) =>
      tf.mirrorPad(
        x!,
        [
          [1, 1],
          [0, 2],
        ],
        'reflect',
      ),
    inputs: [{ shape: [3, 4] }],
  },
  {
    name: 'mirrorPad, symmetric',
    f: (x) =>
      tf.mirrorPad(
        x!,
        [
          [2, 1],
          [0, 1],
        ],
        'symmetric',
      ),
    inputs: [{ shape: [3, 2] }],
  },
  {
    name: 'spaceToBatchND',
    f: (x) =>
      tf.spaceToBatchND(
        x!,
        [2, 2],
        [
          [0, 0],
          [2, 0],
        ],
      ),
    inputs: [{ shape: [1, 2, 2, 2] }],
  },
  {
    name: 'batchToSpaceND',
    f: (x) =>
      tf.batchToSpaceND(
        x!,
        [2, 2],
        [
          [0, 0],
          [1, 0],
        ],
      ),
    inputs: [{ shape: [4, 1, 2, 1] }],
  },
  {
    name: 'gather, repeated rows',
    f: (x) => tf.gather(x!, tensor1d([2, 0, 2, 2], 'int32')),
    inputs: [{ shape: [3, 2] }],
  },
  {
    name: 'gather, middle axis',
    f: (x) =>
      tf.gather(
        x!,
        tf.tensor2d(
          [
            [0, 2],
            [2, 2],
          ],
          [2, 2],
          'int32',
        ),
        1,
      ),
    inputs: [{ shape: [2, 3, 2] }],
  },
  {
    name: 'gather, one batch dimension',
    f: (x) =>
      tf.gather(
        x!,
        tf.tensor2d(
          [
            [0, 2],
            [2, 2],
          ],
          [2, 2],
          'int32',
        ),
        1,
        1,
      ),
    inputs: [{ shape: [2, 3, 2] }],
  },
  {
    name: 'gatherND',
    f: (x) =>
      tf.gatherND(
        x!,
        tf.tensor2d(
          [
            [0, 1],
            [1, 2],
            [0, 1],
          ],
          [3, 2],
          'int32',
        ),
      ),
    inputs: [{ shape: [2, 3] }],
  },
  {
    name: 'scatterND',
    f: (x) => tf.scatterND(tf.tensor2d([[2], [0], [2]], [3, 1], 'int32'), x!, [4, 2]),
    inputs: [{ shape: [3, 2] }],
  },
  {
    name: 'unsortedSegmentSum',
    f: (x) => tf.unsortedSegmentSum(x!, tensor1d([1, 0, 1], 'int32'), 3),
    inputs: [{ shape: [3, 2] }],
  },
  {
    name: 'resizeBilinear',
    f: (x) => tf.image.resizeBilinear(x as Tensor3D, [3, 5]),
    inputs: [{ shape: [2, 3, 2] }],
  },
  {
    name: 'resizeNearestNeighbor',
    f: (x) => tf.image.resizeNearestNeighbor(x as Tensor4D, [4, 6]),
    inputs: [{ shape: [1, 2, 3, 2] }],
  },
  {
    name: 'dot',
    f: (a, b) => tf.dot(a as Tensor1D, b as Tensor1D),
    inputs: [{ shape: [4] }, { shape: [4], low: 0 }],
  },
];
