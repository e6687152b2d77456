import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
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
  relu,
  sigmoid,
  softmax,
  tanh,
} from '../src/index.js';
import { expectClose, type GoldenCase, golden, nested, outputAndGradients, type Packed } from './support.js';

beforeAll(() => useBackend('cpu'));

const networkOf = ({ x }: GoldenCase, layer: Layer): Network => {
  const network = input(x.shape.slice(1)).to(layer);
  network.initialize(random(0));
  return network;
};

const expectAsInPyTorch = (golden: GoldenCase, layer: Layer): Network => {
  const network = networkOf(golden, layer);
  const { y, dx, gradients } = outputAndGradients(network, golden.x, golden.dy.data);
  expectClose(y, golden.y);
  expectClose(dx, golden.dx, 1e-5);
  expect(Object.keys(gradients)).toEqual(Object.keys(golden.gradients));
  for (const [name, gradient] of Object.entries(golden.gradients)) {
    expectClose(gradients[name] as Packed, gradient, 1e-5);
  }
  return network;
};

describe('as in PyTorch: dense layers', () => {
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

describe('as in PyTorch: conv2d', () => {
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

  it('computes an activation of its own as relu() behind it would', () => {
    const [, golden] = convolutions[0] as (typeof convolutions)[0];
    const values = {
      weight: nested(golden.parameters['weight'] as Packed),
      bias: nested(golden.parameters['bias'] as Packed),
    };
    const fused = networkOf(golden, conv2d(4, 3, { ...values, activation: 'relu' }));
    const behind = networkOf(golden, conv2d(4, 3, values)).to(relu());
    const [a, b] = [fused, behind].map((network) => outputAndGradients(network, golden.x, golden.dy.data));
    expectClose(a!.y, b!.y);
    expectClose(a!.dx, b!.dx);
    expectClose(a!.gradients['weight']!, b!.gradients['weight']!);
  });
});

describe('as in PyTorch: pooling', () => {
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

describe('as in PyTorch: batchNorm', () => {
  type Case = GoldenCase & { runningMean: Packed; runningInvStd: Packed };

  it.each(golden<Case>('batchNorm'))('%s', async (_, golden) => {
    const { gamma, beta } = golden.parameters;
    const network = expectAsInPyTorch(
      golden,
      batchNorm({ gamma: nested(gamma as Packed), beta: nested(beta as Packed) }),
    );
    const { runningMean, runningInvStd } = network.layer('batch-norm-1').parameters;
    expectClose({ shape: [3], data: [...(await runningMean!.read())] }, golden.runningMean);
    expectClose({ shape: [3], data: [...(await runningInvStd!.read())] }, golden.runningInvStd);
  });
});
