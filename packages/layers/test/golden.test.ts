import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  avgPool2d,
  batchNorm,
  conv2d,
  input,
  type Layer,
  linear,
  maxPool2d,
  type Network,
  layer as own,
  relu,
  sigmoid,
  softmax,
  tanh,
} from '../src/index.js';
import { expectClose, type GoldenCase, golden, nested, outputAndGradients, type Packed } from './support.js';

beforeAll(() => useBackend('cpu'));

function networkOf({ x }: GoldenCase, layer: Layer): Network {
  const network = input(x.shape.slice(1)).to(layer);
  network.initialize(random(0));
  return network;
}

function expectAsInPyTorch(golden: GoldenCase, layer: Layer): Network {
  const network = networkOf(golden, layer);
  const { y, dx, gradients } = outputAndGradients(network, golden.x, golden.dy.data);
  expectClose(y, golden.y);
  expectClose(dx, golden.dx, 1e-5);
  expect(Object.keys(gradients)).toEqual(Object.keys(golden.gradients));
  for (const [name, gradient] of Object.entries(golden.gradients)) {
    expectClose(gradients[name] as Packed, gradient, 1e-5);
  }
  return network;
}

describe('dense layers give PyTorch’s outputs and gradients', () => {
  const layers = { linear, relu, sigmoid, softmax, tanh };

  it.each(golden('dense'))('%s', (name, golden) => {
    const [kind = '', ...rest] = name.split(' ');
    const make = layers[kind as 'relu'];
    if (rest[0] === 'alone') return void expectAsInPyTorch(golden, make());
    const { weight, bias } = golden.parameters;
    const options = { weight: nested(weight as Packed), bias: bias ? nested(bias) : null };
    expectAsInPyTorch(golden, make(5, options));
  });
});

describe('conv2d gives PyTorch’s outputs and gradients', () => {
  type Case = GoldenCase & {
    options: {
      size: [number, number];
      padding: 'valid' | 'same' | number;
      stride: [number, number];
      dilation: [number, number];
    };
  };

  const convolutions = golden<Case>('conv2d');

  it.each(convolutions)('%s', (_, golden) => {
    const { size, ...options } = golden.options;
    const { weight, bias } = golden.parameters;
    const values = { weight: nested(weight as Packed), bias: nested(bias as Packed) };
    expectAsInPyTorch(golden, conv2d(4, size, { ...options, ...values }));
  });
});

describe('pooling gives PyTorch’s outputs and gradients', () => {
  type Case = GoldenCase & {
    options: { size: [number, number]; padding: 'valid' | 'same'; stride: [number, number] };
  };

  it.each(golden<Case>('maxPool2d'))('maxPool2d %s', (_, golden) => {
    const { size, ...options } = golden.options;
    expectAsInPyTorch(golden, maxPool2d(size, options));
  });

  it.each(golden<Case>('avgPool2d'))('avgPool2d %s', (_, golden) => {
    const { size, ...options } = golden.options;
    expectAsInPyTorch(golden, avgPool2d(size, options));
  });
});

describe('batchNorm gives PyTorch’s outputs and gradients', () => {
  type Case = GoldenCase & { runningMean: Packed; runningVariance: Packed };

  it.each(golden<Case>('batchNorm'))('%s', async (_, golden) => {
    const { gamma, beta } = golden.parameters;
    const network = expectAsInPyTorch(
      golden,
      batchNorm({ gamma: nested(gamma as Packed), beta: nested(beta as Packed) }),
    );
    const { runningMean, runningVariance } = network.layer('batch-norm-1').parameters;
    expectClose({ shape: [3], data: [...(await runningMean!.read())] }, golden.runningMean);
    expectClose({ shape: [3], data: [...(await runningVariance!.read())] }, golden.runningVariance);
  });
});

describe('an activation after a layer', () => {
  it.each<[string, readonly number[], Layer]>([
    ['linear', [4], linear(3, { bias: 0.1 })],
    ['conv2d', [5, 5, 2], conv2d(3, 3, { bias: -0.1 })],
  ])('is computed together with %s, to the same end', (_, shape, layer) => {
    const size = sizeOf(shape);
    const x = { shape: [2, ...shape], data: [...random(1).fillNormal(new Float32Array(2 * size))] };
    for (const activation of [relu(), sigmoid(), tanh()]) {
      // A custom layer between the two keeps them apart.
      const apart = input(shape).to(layer, own({ kind: 'between', forward: (value) => value }), activation);
      const together = input(shape).to(layer, activation);
      for (const network of [apart, together]) network.initialize(random(0));
      const dy = [...random(2).fillNormal(new Float32Array(2 * sizeOf(together.outputShape)))];
      const [expected, actual] = [apart, together].map((network) => outputAndGradients(network, x, dy));
      expectClose(actual!.y, expected!.y);
      expectClose(actual!.dx, expected!.dx);
      for (const name of ['weight', 'bias'])
        expectClose(actual!.gradients[name]!, expected!.gradients[name]!);
    }
  });

  it('is not applied to the logits at the end of a network', () => {
    const network = input(2).to(linear(1, { weight: [[1], [2]] }), sigmoid());
    network.initialize(random(0));
    const x = tensor([[3, 4]]);
    expect(network.forwardLogits(x).dataSync()[0]).toBe(11);
    expect(network.forward(x).dataSync()[0]).toBeCloseTo(1 / (1 + Math.exp(-11)), 6);
  });
});
