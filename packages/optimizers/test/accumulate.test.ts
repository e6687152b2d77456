import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { input, linear, type Network, softmax, tanh } from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory, mul, type Scalar, square, sum } from '@tensorflow/tfjs-core';
import { adam, momentum, type OptimizerOptions, type Regularizer, type Signal } from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});

const SAMPLES = 22;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 4)), [SAMPLES, 4]);
const y = ndarray(
  Float32Array.from({ length: SAMPLES * 3 }, (_, index) => Number(index % 3 === Math.floor(index / 3) % 3)),
  [SAMPLES, 3],
);
const regularizer: Regularizer = (parameters) => mul(sum(square(parameters[0]!.variable)), 0.1) as Scalar;

async function trained(options: OptimizerOptions, epochs = 4, weights?: NdArray) {
  const network: Network = input(4).to(tanh(5), softmax(3));
  const all = {
    loss: 'categoricalCrossentropy',
    seed: 0,
    step: 0.05,
    regularizer,
    reporter: recorder(),
  } as const;
  const optimizer = adam(network, { ...all, ...options });
  await optimizer.train(x, y, { epochs, ...(weights && { sampleWeight: weights }) });
  const values = await Promise.all(network.parameters.map((parameter) => parameter.read()));
  const { replay } = optimizer;
  optimizer.dispose();
  return { optimizer, replay, values, losses: optimizer.history.train };
}

function expectClose(actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): void {
  for (const [index, values] of expected.entries()) {
    for (let at = 0; at < values.length; at++) {
      expect(actual[index]![at]).toBeCloseTo(values[at] as number, 5);
    }
  }
}

describe('an update of several batches', () => {
  it.each<[string, number, number, number]>([
    ['that fill it', 4, 2, 8],
    ['the last of which is smaller', 8, 2, 16],
    ['of which there are fewer at the end of an epoch', 3, 3, 9],
    ['that are all there are', 5, 100, SAMPLES],
  ])('%s equals the update of one batch as large as all of them', async (_, batchSize, accumulate, whole) => {
    const parts = await trained({ batchSize, accumulate });
    const expected = await trained({ batchSize: whole });
    expectClose(parts.values, expected.values);
    expectClose([parts.losses], [expected.losses]);
    expect(parts.losses.length).toBe(expected.losses.length);
  });

  it('weighs samples as one large batch does', async () => {
    const weights = ndarray(random(2).fillUniform(new Float32Array(SAMPLES)), [SAMPLES]);
    const parts = await trained({ batchSize: 4, accumulate: 3 }, 4, weights);
    const expected = await trained({ batchSize: 12 }, 4, weights);
    expectClose(parts.values, expected.values);
    expectClose([parts.losses], [expected.losses]);
  });

  it('is replayed, and holds no more tensors after 300 epochs than after 10', async () => {
    const seen: number[] = [];
    const epochEnd: Signal['epochEnd'] = (_, { epoch }) => {
      if (epoch === 10 || epoch === 300) seen.push(memory().numTensors);
    };
    const { replay } = await trained({ batchSize: 4, accumulate: 2, signals: { epochEnd } }, 300);
    expect(replay).toBe('replayed');
    expect(seen[1]).toBe(seen[0]);
  });

  it('goes on, on another backend, with what it has summed up', async () => {
    let batches = 0;
    const signals: Signal = {
      updateEnd: (optimizer) => {
        batches += 1;
        if (batches === 2) void optimizer.moveToBackend('stock');
      },
    };
    const moved = await trained({ batchSize: 4, accumulate: 2, signals });
    await activateBackend();
    const stayed = await trained({ batchSize: 4, accumulate: 2 });
    expectClose(moved.values, stayed.values);
  });
});

describe('updates of several batches are what is counted', () => {
  it('by the history, by signals and by schedules', async () => {
    const heard: (readonly [number, number | undefined, number])[] = [];
    const signals: Signal = {
      updateEnd: ({ step }, { done, total }) => void heard.push([done, total, step]),
    };
    const step = { name: 'one over', at: ({ update }: { update: number }) => 1 / (update + 1) };
    const { optimizer } = await trained({ batchSize: 4, accumulate: 2, signals, step }, 2);
    expect(optimizer.updatesMade).toBe(6);
    expect(optimizer.history.updatesPerEpoch).toEqual([3, 3]);
    expect(heard.map(([done, total]) => [done, total])).toEqual([1, 2, 3, 1, 2, 3].map((done) => [done, 3]));
    for (const [index, [, , rate]] of heard.entries()) expect(rate).toBeCloseTo(1 / (index + 1), 6);
    expect(optimizer.history.epochs[1]!.step).toBeCloseTo(1 / 6, 6);
  });

  it('and training that is stopped between makes no update of a part', async () => {
    const network = oneWeight();
    const optimizer = momentum(network, { batchSize: 1, accumulate: 2, step: 0.25, momentum: 0 });
    const source = async function* () {
      yield { x: [[1]], y: [0] };
      optimizer.stop();
      yield { x: [[1]], y: [0] };
    };
    await optimizer.train(source, { epochs: 1 });
    expect(optimizer.updatesMade).toBe(0);
    await optimizer.train([[1], [1]], [0, 0], { epochs: 1 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(0.5));
  });
});

describe('the option accumulate', () => {
  it.each<[unknown, string]>([
    [0, 'option accumulate: expected a whole number from 1, got 0.'],
    [1.5, 'got 1.5.'],
  ])('refuses %j', (accumulate, message) => {
    const make = () => momentum(input(1).to(linear(1)), { accumulate: accumulate as number });
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it('is what gradient_accumulation_steps is called here', () => {
    expect(() => momentum(oneWeight(), { gradient_accumulation_steps: 2 } as object)).toThrow("'accumulate'");
  });
});
