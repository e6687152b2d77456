import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configureEngine, EngineOutOfMemoryError } from '@neutype/backend-cpu';
import { NonFiniteError } from '@neutype/core';
import { input, layer, linear, relu } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { memory } from '@tensorflow/tfjs-core';
import {
  gradientDescent,
  type Optimizer,
  type OptimizerOptions,
  type Signal,
  StopTraining,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeEach(async () => {
  await activateBackend();
  configureEngine({});
});
/** Left to the collector, they would be freed while a later test counts tensors. */
const shrunk: Optimizer[] = [];
afterEach(() => {
  for (const optimizer of shrunk.splice(0)) optimizer.dispose();
});
afterAll(() => configureEngine({}));

const samples = Array.from({ length: 5 }, () => [1]);
const targets = samples.map(() => 0);

/** With a step of 0.1 on samples of 1 each update multiplies the weight by 0.8. */
function shrinking(options: OptimizerOptions = {}): Optimizer {
  const common = { step: 0.1, batchSize: 1, seed: 0, reporter: recorder() };
  const optimizer = gradientDescent(oneWeight(), { ...common, ...options });
  shrunk.push(optimizer);
  return optimizer;
}

async function weightOf({ network }: Optimizer): Promise<number> {
  return (await network.parameters[0]!.read())[0]!;
}

/** Holds that so many updates were made, that all of them are in the history, and that training goes on from there. */
async function expectNothingLost(optimizer: Optimizer, updates: number): Promise<void> {
  const { history } = optimizer;
  expect(optimizer.updatesMade).toBe(updates);
  expect(history.train.length).toBe(updates);
  expect(history.epochs.reduce((sum, record) => sum + record.updates, 0)).toBe(updates);
  expect(history.updatesPerEpoch).toEqual(history.epochs.map((record) => record.updates));
  expect(await weightOf(optimizer)).toBeCloseTo(0.8 ** updates, 5);
  await optimizer.train([[1]], [0], { epochs: 1 });
  expect(await weightOf(optimizer)).toBeCloseTo(0.8 ** (updates + 1), 5);
  expect((await optimizer.predict([[1]])).data[0]).toBeCloseTo(0.8 ** (updates + 1), 5);
}

/** A signal that does something at the third update of the second epoch, once. */
function atEighthUpdate(happens: (optimizer: Optimizer) => void): Signal {
  let isDone = false;
  return {
    updateEnd: (optimizer, { epoch, done }) => {
      if (isDone || epoch !== 2 || done !== 3) return;
      isDone = true;
      happens(optimizer);
    },
  };
}

describe('in the middle of an epoch nothing is lost, and the optimizer stays usable, where', () => {
  it('training is stopped', async () => {
    const optimizer = shrinking({ signals: atEighthUpdate((training) => training.stop()) });
    await optimizer.train(samples, targets, { epochs: 4 });
    await expectNothingLost(optimizer, 8);
  });

  it('training is aborted', async () => {
    const controller = new AbortController();
    const optimizer = shrinking({ signals: atEighthUpdate(() => controller.abort()) });
    await optimizer.train(samples, targets, { epochs: 4, signal: controller.signal });
    await expectNothingLost(optimizer, 8);
  });

  it('a signal throws StopTraining', async () => {
    const signals = atEighthUpdate(() => {
      throw new StopTraining('enough');
    });
    const optimizer = shrinking({ signals });
    await optimizer.train(samples, targets, { epochs: 4 });
    await expectNothingLost(optimizer, 8);
  });

  it('a signal throws an error of its own', async () => {
    const signals = atEighthUpdate(() => {
      throw new RangeError('of the signal');
    });
    const optimizer = shrinking({ signals });
    await expect(optimizer.train(samples, targets, { epochs: 4 })).rejects.toThrow('of the signal');
    await expectNothingLost(optimizer, 8);
  });

  it('the engine runs out of memory', async () => {
    const network = input(1).to(linear(1, { weight: 1, bias: null }));
    const optimizer = gradientDescent(network, { step: 0.1, seed: 0, reporter: recorder() });
    configureEngine({ memoryLimitBytes: 8 * 2 ** 20 });
    const huge = ndarray(new Float32Array(4e6).fill(1), [4e6, 1]);
    const source = function* () {
      for (let batch = 0; batch < 8; batch++) yield [[[1]], [0]] as const;
      yield [huge, ndarray(new Float32Array(4e6), [4e6, 1])] as const;
    };
    await expect(optimizer.train(source, { epochs: 1 })).rejects.toThrow(EngineOutOfMemoryError);
    await expectNothingLost(optimizer, 8);
  });

  it('a layer throws', async () => {
    let calls = 0;
    const fragile = layer({
      kind: 'fragile',
      forward: (x, _, { training }) => {
        if (training && ++calls === 9) throw new RangeError('of the layer');
        return x.clone();
      },
    });
    const network = input(1).to(linear(1, { weight: 1, bias: null }), fragile);
    const optimizer = gradientDescent(network, { step: 0.1, batchSize: 1, seed: 0, reporter: recorder() });
    const before = memory().numTensors;
    await expect(optimizer.train(samples, targets, { epochs: 4 })).rejects.toThrow('of the layer');
    await expectNothingLost(optimizer, 8);
    optimizer.dispose();
    network.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('the loss becomes infinite: it is not in the history, and the losses before are', async () => {
    const optimizer = shrinking();
    await expect(optimizer.train([[1], [1], [1e30]], [0, 0, 0], { epochs: 2 })).rejects.toThrow(
      NonFiniteError,
    );
    expect(optimizer.history.train.length).toBe(2);
    expect(optimizer.history.epochs).toEqual([expect.objectContaining({ epoch: 1, updates: 2 })]);
  });
});

describe('the end of a training that failed', () => {
  it('is told to every signal, with the error that train throws', async () => {
    const ends: unknown[] = [];
    const hears: Signal = { trainEnd: (_, end) => void ends.push(end) };
    const error = new RangeError('of the signal');
    const fails = atEighthUpdate(() => {
      throw error;
    });
    const optimizer = shrinking({ signals: [hears, fails, hears] });
    await expect(optimizer.train(samples, targets, { epochs: 4 })).rejects.toThrow(error);
    expect(ends).toEqual([{ error }, { error }]);
  });

  it('is told with the explanation of a loss that is not finite', async () => {
    const ends: { error?: unknown }[] = [];
    const optimizer = shrinking({ signals: { trainEnd: (_, end) => void ends.push(end) } });
    await expect(optimizer.train([[1e30]], [0], { epochs: 1 })).rejects.toThrow(NonFiniteError);
    expect(ends).toEqual([{ error: expect.any(NonFiniteError) }]);
  });

  it('does not hide why, where a signal fails to hear of it', async () => {
    const reporter = recorder();
    const fails: Signal = {
      epochEnd: () => {
        throw new RangeError('the first');
      },
      trainEnd: () => {
        throw new RangeError('the second');
      },
    };
    const optimizer = shrinking({ signals: fails, reporter });
    await expect(optimizer.train(samples, targets, { epochs: 4 })).rejects.toThrow('the first');
    expect(reporter.warnings).toEqual([
      'A signal has failed at the end of training, too: RangeError: the second',
    ]);
  });

  it('is not told twice where the end itself fails', async () => {
    let told = 0;
    const signals: Signal = {
      trainEnd: () => {
        told += 1;
        throw new RangeError('at the end');
      },
    };
    await expect(shrinking({ signals }).train(samples, targets, { epochs: 1 })).rejects.toThrow('at the end');
    expect(told).toBe(1);
  });

  it('leaves no tensors behind', async () => {
    const network = input(1).to(relu(4), linear(1));
    const optimizer = gradientDescent(network, { step: 0.01, batchSize: 2, seed: 0, reporter: recorder() });
    const failing = async (): Promise<void> => {
      const source = function* () {
        for (let batch = 0; batch < 5; batch++) yield [samples, targets] as const;
        throw new RangeError('of the source');
      };
      await expect(optimizer.train(source, { epochs: 1 })).rejects.toThrow('of the source');
    };
    await failing();
    const before = memory();
    for (let times = 0; times < 10; times++) await failing();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });
});
