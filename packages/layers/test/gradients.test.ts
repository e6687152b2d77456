import { beforeAll, describe, expect, it } from '@jest/globals';
import { stagedScalar, useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import '@tensorflow/tfjs-backend-cpu';
import {
  avgPool2d,
  batchNorm,
  conv2d,
  dropout,
  elu,
  flatten,
  gelu,
  hardSigmoid,
  hardSwish,
  input,
  type Layer,
  leakyRelu,
  linear,
  logSoftmax,
  maxPool2d,
  mish,
  pRelu,
  relu,
  relu6,
  reshape,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from '../src/index.js';
import { outputAndGradients, type Packed, weightedOutput } from './support.js';

beforeAll(() => useBackend('cpu'));

/** Distinct values at least 0.06 from each other and 0.03 from 0: no step of the difference crosses a kink. */
function spread(shape: readonly number[], seed: number): Packed {
  const size = shape.reduce((product, length) => product * length, 1);
  const order = random(seed).permutation(size);
  return { shape: [...shape], data: [...order].map((place) => (place - (size - 1) / 2) * 0.06) };
}

const rows: [string, Layer][] = [
  ['linear', linear(3)],
  ['relu', relu(3)],
  ['sigmoid', sigmoid(3)],
  ['tanh', tanh(3)],
  ['softmax', softmax(3)],
  ['relu()', relu()],
  ['sigmoid()', sigmoid()],
  ['tanh()', tanh()],
  ['softmax()', softmax()],
  ['relu with a slope', relu(3, { alpha: 0.2 })],
  ['leakyRelu', leakyRelu(3)],
  ['leakyRelu()', leakyRelu({ alpha: 0.3 })],
  ['pRelu', pRelu(3, { bias: 0.2 })],
  ['pRelu()', pRelu()],
  ['relu6()', relu6()],
  ['elu', elu(3)],
  ['elu() with alpha', elu({ alpha: 0.5 })],
  ['selu()', selu()],
  ['gelu', gelu(3)],
  ['gelu() by tanh', gelu({ approximate: 'tanh' })],
  ['silu', silu(3)],
  ['mish()', mish()],
  ['hardSwish()', hardSwish()],
  ['hardSigmoid()', hardSigmoid()],
  ['softplus', softplus(3)],
  ['logSoftmax', logSoftmax(3)],
  ['batchNorm', batchNorm({ gamma: [1, 2, 3, 0.5], beta: 1 })],
  ['dropout', dropout(0.4)],
  ['reshape', reshape([2, 2])],
];

const images: [string, Layer][] = [
  ['linear', linear(3)],
  ['softmax', softmax(3)],
  ['softmax along the rows', softmax({ axis: 1 })],
  ['pRelu', pRelu({ alphaAxes: [1, 3] })],
  ['conv2d', conv2d(2, 2)],
  ['conv2d same', conv2d(2, 3, { padding: 'same', stride: 2 })],
  ['maxPool2d', maxPool2d(2)],
  ['avgPool2d', avgPool2d(2)],
  ['batchNorm', batchNorm()],
  ['flatten', flatten()],
];

describe('gradients are those of central differences', () => {
  it.each(rows)('%s', (_, layer) => expectDifferences(layer, [3, 4]));
  it.each(images)('%s on images', (_, layer) => expectDifferences(layer, [2, 4, 4, 2]));
});

async function expectDifferences(layer: Layer, shape: readonly number[]): Promise<void> {
  const network = input(shape.slice(1)).to(layer);
  network.initialize(random(3));
  const x = spread(shape, 4);
  const context = {
    training: true,
    randomness: { key: [1, 2] as const, counter: stagedScalar(0, 'int32') },
  };
  const outputSize = network.outputShape.reduce((product, length) => product * length, shape[0] as number);
  const dy = [...random(5).fillNormal(new Float32Array(outputSize))];
  const { dx, gradients } = outputAndGradients(network, x, dy, context);
  const difference = 0.01;
  const largest = Math.max(...dx.data.map(Math.abs));
  for (const [index, value] of x.data.entries()) {
    const at = (shifted: number): number =>
      weightedOutput(network, { ...x, data: x.data.with(index, shifted) }, dy, context);
    const slope = (at(value + difference) - at(value - difference)) / (2 * difference);
    expect(Math.abs(slope - (dx.data[index] as number)) / largest).toBeLessThan(5e-3);
  }
  for (const [name, gradient] of Object.entries(gradients)) {
    const parameter = network.layers.at(-1)!.parameters[name]!;
    const values = [...(await parameter.read())];
    const most = Math.max(...gradient.data.map(Math.abs));
    for (const [index, value] of values.entries()) {
      function at(shifted: number): number {
        parameter.write(values.with(index, shifted));
        return weightedOutput(network, x, dy, context);
      }
      const slope = (at(value + difference) - at(value - difference)) / (2 * difference);
      expect(Math.abs(slope - (gradient.data[index] as number)) / most).toBeLessThan(5e-3);
    }
    parameter.write(values);
  }
}
