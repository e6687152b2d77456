import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type AnyNetwork,
  add,
  average,
  batchNorm,
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
  outputs,
  parallel,
  relu,
  residual,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { engine, memory } from '@tensorflow/tfjs-core';
import { momentum, type Optimizer } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);

const SAMPLES = 24;

function numbers(size: number, seed: number) {
  return ndarray(random(seed).fillNormal(new Float32Array(SAMPLES * size)), [SAMPLES, size]);
}

function merged(layer: Layer): AnyNetwork {
  return input(4).to(parallel(tanh(3), sigmoid(3), linear(3)), layer, relu(3), linear(2));
}

const shared = linear(4);
const encoder = input(4).to(tanh(4));

const networks: readonly [string, AnyNetwork][] = [
  ['a residual connection', input(4).to(residual(relu(6), linear(4)), relu(), linear(2))],
  ['add', merged(add())],
  ['multiply', merged(multiply())],
  ['average', merged(average())],
  ['maximum', merged(maximum())],
  ['concatenate', merged(concatenate())],
  ['gatedAverage', input(4).to(parallel(softmax(2), tanh(3), linear(3)), gatedAverage(), linear(2))],
  ['a shared layer', input(4).to(shared, relu(), shared, linear(2))],
  ['a network within a network', input(4).to(encoder, encoder, linear(2))],
];

function optimizerOf(network: AnyNetwork, options = {}): Optimizer {
  return momentum(network, { batchSize: 8, seed: 0, step: 0.001, reporter: recorder(), ...options });
}

describe('training steps of graphs are replayed', () => {
  it.each(networks)('with %s', async (_, network) => {
    await expectReplayed(optimizerOf(network), numbers(4, 1), numbers(2, 2));
  });

  it('with convolutions around which their input passes', async () => {
    const network = input([3, 3, 2]).to(
      residual(conv2d(2, 3, { padding: 'same', bias: null }), batchNorm(), relu()),
      flatten(),
      linear(2),
    );
    const x = numbers(18, 1).reshape(SAMPLES, 3, 3, 2);
    await expectReplayed(optimizerOf(network), x, numbers(2, 2));
  });

  it('with two inputs and two outputs', async () => {
    const network = inputs({ image: 4, age: 1 }).to(
      parallel(relu(5), linear(2)),
      concatenate(),
      outputs({ kind: softmax(3), place: join(tanh(4), linear(2)) }),
    );
    const optimizer = optimizerOf(network, { loss: { kind: 'categoricalCrossentropy', place: 'mse' } });
    const kind = Array.from({ length: SAMPLES }, (_, index) => index % 3);
    await expectReplayed(
      optimizer,
      { image: numbers(4, 1), age: numbers(1, 2) },
      { kind, place: numbers(2, 3) },
    );
  });
});

async function expectReplayed(
  optimizer: Optimizer,
  ...[x, y]: [x: Parameters<Optimizer['train']>[0], y: Parameters<Optimizer['train']>[1]]
): Promise<void> {
  await optimizer.train(x, y as never, { epochs: 3 });
  const launch = jest.spyOn(engine(), 'runKernel');
  await optimizer.train(x, y as never, { epochs: 1 });
  expect(launch).not.toHaveBeenCalled();
  launch.mockRestore();
  expect(optimizer.replay).toBe('replayed');
  const { numBytes, numTensors } = memory();
  await optimizer.train(x, y as never, { epochs: 50 });
  expect(memory()).toMatchObject({ numBytes, numTensors });
  optimizer.dispose();
}
