import { beforeAll, describe, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type AnyNetwork,
  add,
  average,
  concatenate,
  conv2d,
  flatten,
  gatedAverage,
  input,
  inputs,
  join,
  type Layer,
  linear,
  maximum,
  multiply,
  parallel,
  relu,
  residual,
  sigmoid,
  softmax,
  tanh,
} from '../src/index.js';
import { expectCentralDifferences, expectGolden, type GraphCase, graphCases } from './graphCase.js';

beforeAll(() => useBackend('cpu'));

const cases = graphCases('graphs');

function merged(layer: Layer): AnyNetwork {
  return input(4).to(parallel(tanh(3), sigmoid(3), linear(3)), layer);
}

function convolution(): Layer {
  return conv2d(2, 3, { padding: 'same' });
}

const encoder = input(3).to(tanh(3));

const networks: readonly [string, AnyNetwork][] = [
  ['residual', input(4).to(residual(relu(6), linear(4)), relu(), softmax(3))],
  [
    'residual convolution',
    input([4, 4, 2]).to(residual(convolution(), relu(), convolution()), relu(), flatten(), linear(2)),
  ],
  ['two inputs', inputs({ image: 4, age: 2 }).to(parallel(relu(5), tanh(3)), concatenate(), linear(2))],
  ['add', merged(add())],
  ['multiply', merged(multiply())],
  ['average', merged(average())],
  ['maximum', merged(maximum())],
  ['concatenate', merged(concatenate())],
  ['gatedAverage', input(4).to(parallel(softmax(2), tanh(3), linear(3)), gatedAverage())],
  ['shared', join(encoder, encoder)],
];

describe('graphs give PyTorch’s outputs and gradients', () => {
  it.each(networks)('%s', (name, network) => expectGolden(network, cases[name] as GraphCase));
});

describe('gradients of graphs are those of central differences', () => {
  it.each(networks.filter(([name]) => name !== 'residual convolution'))('%s', (name, network) =>
    expectCentralDifferences(network, cases[name] as GraphCase),
  );
});
