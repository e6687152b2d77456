import * as tf from '@tensorflow/tfjs-core';
import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { GradientCase } from '../gradientCase.js';

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

/** Functions of one input, each where it is smooth. */
const unary: readonly GradientCase[] = [
  on('abs', tf.abs, 0.1, 1),
  // Shading languages promise arc cosines to 4096 units in the last place.
  { ...on('acos', tf.acos, -0.8, 0.8), tolerance: 4e-3 },
  on('acosh', tf.acosh, 1.5, 3),
  on('asin', tf.asin, -0.8, 0.8),
  on('asinh', tf.asinh, -2, 2),
  on('atan', tf.atan, -2, 2),
  on('atanh', tf.atanh, -0.7, 0.7),
  on('ceil', tf.ceil, 0.1, 0.9),
  on('clipByValue', (x) => tf.clipByValue(x, -0.45, 0.6)),
  on('cos', tf.cos, -2, 2),
  on('cosh', tf.cosh),
  on('elu', tf.elu),
  on('erf', tf.erf),
  on('exp', tf.exp),
  on('expm1', tf.expm1),
  on('floor', tf.floor, 0.1, 0.9),
  on('leakyRelu', (x) => tf.leakyRelu(x, 0.1)),
  on('log', tf.log, 0.5, 2),
  on('log1p', tf.log1p, -0.4, 2),
  on('logSigmoid', tf.logSigmoid),
  on('neg', tf.neg),
  on('reciprocal', tf.reciprocal, 0.5, 2),
  on('relu', tf.relu),
  on('relu6', (x) => tf.relu6(tf.mul(x, 8))),
  on('round', tf.round, 0.6, 1.4),
  on('rsqrt', tf.rsqrt, 0.5, 2),
  on('selu', tf.selu),
  on('sigmoid', tf.sigmoid, -3, 3),
  on('sign', tf.sign, 0.1, 1),
  on('sin', tf.sin, -2, 2),
  on('sinh', tf.sinh),
  on('softplus', tf.softplus, -3, 3),
  on('sqrt', tf.sqrt, 0.5, 2),
  on('square', tf.square),
  on('step', tf.step, 0.1, 1),
  on('tan', tf.tan),
  on('tanh', tf.tanh, -2, 2),
  on('cast', (x) => tf.cast(x, 'float32')),
  on('clone', (x) => tf.clone(x)),
];

/** Functions of two inputs: of one shape, one row for all rows, one number for all, and with a squeezed axis. */
const binary: readonly GradientCase[] = [
  ...between('add', tf.add),
  ...between('sub', tf.sub),
  ...between('mul', tf.mul),
  ...between('div', tf.div, 0.5, 2),
  ...between('pow', tf.pow, 0.5, 2),
  ...between('squaredDifference', tf.squaredDifference),
  ...between('maximum', (a, b) => tf.maximum(a, tf.mul(b, 0.7))),
  ...between('minimum', (a, b) => tf.minimum(a, tf.mul(b, 0.7))),
  ...between('atan2', tf.atan2, 0.5, 2),
  ...between('mod', (a, b) => tf.mod(tf.mul(a, 0.1), b), 0.9, 1.6),
];

const several: readonly GradientCase[] = [
  {
    name: 'addN',
    f: (...inputs) => tf.addN(inputs),
    inputs: [{ shape: [3] }, { shape: [3], low: 0 }, { shape: [3], high: 0 }],
  },
  {
    name: 'prelu',
    f: (x, alpha) => tf.prelu(x!, alpha!),
    inputs: [{ shape: [3, 4] }, { shape: [4], low: 0.1, high: 0.4 }],
  },
  {
    name: 'where, element by element',
    f: (a, b) => tf.where(tf.greater(tensor1d([1, -1, 2, -2]), 0), a!, b!),
    inputs: [{ shape: [4] }, { shape: [4] }],
  },
  {
    name: 'where, broadcast',
    f: (a, b) => tf.where(tf.greater(tensor1d([1, -1, 2, -2]), 0), a!, b!),
    inputs: [{ shape: [3, 4] }, { shape: [1, 4] }],
  },
  {
    name: 'through a comparison, no gradient',
    f: (x) => tf.mul(tf.cast(tf.greater(x!, 0.03), 'float32'), 2),
    inputs: [{ shape: [4] }],
  },
  {
    name: 'an input met again behind its sum',
    f: (x, y) => tf.add(tf.mul(x!, y!), tf.broadcastTo(tf.add(x!, y!), [4])),
    inputs: [{ shape: [4] }, { shape: [4], low: 0 }],
  },
  {
    name: 'used twice',
    f: (x) => tf.add(tf.mul(x!, x!), tf.sin(x!)),
    inputs: [{ shape: [4] }],
  },
];

export const elementwiseCases: readonly GradientCase[] = [...unary, ...binary, ...several];

function on(name: string, f: Unary, low = -1, high = 1): GradientCase {
  return { name, f: (x) => f(x!), inputs: [{ shape: [2, 4], low, high }] };
}

function between(name: string, f: Binary, low = -1, high = 1): GradientCase[] {
  const shapes = [
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [[], [2, 2]],
    [
      [2, 1, 3],
      [4, 1],
    ],
  ] as const;
  return shapes.map(([a, b]) => ({
    name: `${name}, [${a}] with [${b}]`,
    f: (x, y) => f(x!, y!),
    inputs: [
      { shape: a, low, high },
      { shape: b, low, high },
    ],
    step: 0.01,
  }));
}
