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

describe('an array of the only one needs no name', () => {
  it('as the targets of several inputs', async () => {
    const make = () => inputs({ left: 2, right: 3 }).to(concatenate(), linear(1));
    const [named, bare] = [optimizerOf(make()), optimizerOf(make())];
    const x = { left: numbers(2, 1), right: numbers(3, 2) };
    const y = numbers(1, 3);
    await named.train(x, { 'linear-1': y }, { epochs: 2, validationSplit: 0.25 });
    await bare.train(x, y, { epochs: 2, validationSplit: 0.25 });
    expect(bare.history.train).toEqual(named.history.train);
    expect(await bare.score(x, y)).toBe(await named.score(x, { 'linear-1': y }));
  });

  it('as the samples of several outputs, or before batches of a source are made of them', async () => {
    const make = () => input(4).to(outputs({ a: linear(1), b: linear(2) }));
    const [named, bare, source] = [optimizerOf(make()), optimizerOf(make()), optimizerOf(make())];
    const x = numbers(4, 1);
    const y = { a: numbers(1, 2), b: numbers(2, 3) };
    const once = { batchSize: null, epochs: 1 } as const;
    await named.train({ 'input-1': x }, y, once);
    await bare.train(x, y, once);
    await source.train([[x, y]], { epochs: 1 });
    expect(bare.history.train).toEqual(named.history.train);
    expect(source.history.train[0]).toBeCloseTo(named.history.train[0] as number, 6);
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
