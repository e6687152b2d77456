import { beforeAll, describe, expect, it } from '@jest/globals';
import { DataError, OptionError, ShapeError } from '@neutype/core';
import { batchNorm, input, linear } from '@neutype/layers';
import { memory } from '@tensorflow/tfjs-core';
import {
  type BatchSource,
  gradientDescent,
  type Optimizer,
  type OptimizerOptions,
  type SourceBatch,
  type TrainOptions,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

/** With step 0 a batch of one gives the square of its sample. */
function squares(options: OptimizerOptions = {}): Optimizer {
  return gradientDescent(oneWeight(), { step: 0, seed: 0, reporter: recorder(), ...options });
}

/** What a batch of one sample holds, told from its loss. */
function seen({ history }: Optimizer): number[] {
  return history.train.map(Math.sqrt);
}

function batchOf(...samples: number[]): SourceBatch {
  return [samples.map((sample) => [sample]), samples.map(() => 0)];
}

function* counting(from = 1, to = Number.POSITIVE_INFINITY): Generator<SourceBatch> {
  for (let sample = from; sample <= to; sample++) yield batchOf(sample);
}

async function* countingSlowly(from = 1, to = Number.POSITIVE_INFINITY): AsyncGenerator<SourceBatch> {
  for (const batch of counting(from, to)) {
    await new Promise((resolve) => setImmediate(resolve));
    yield batch;
  }
}

/** A batch that is being made when training ends may never come, so nobody waits for it. */
async function afterAWhile(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const isIterable = { [Symbol.iterator]: () => counting(1, 3) };

describe('a source of batches', () => {
  it.each<[string, BatchSource]>([
    ['an array', [batchOf(1), batchOf(2), batchOf(3)]],
    ['an array of objects', [1, 2, 3].map((sample) => ({ x: [[sample]], y: [0] }))],
    ['what can be iterated over again and again', isIterable],
    ['a function that gives a generator', () => counting(1, 3)],
    ['a function that gives an asynchronous generator', () => countingSlowly(1, 3)],
    ['a function that gives a promise', async () => counting(1, 3)],
    ['what can be iterated over asynchronously', { [Symbol.asyncIterator]: () => countingSlowly(1, 3) }],
  ])('is %s', async (_, source) => {
    const optimizer = squares();
    await optimizer.train(source, { epochs: 2 });
    expect(seen(optimizer)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(optimizer.history.updatesPerEpoch).toEqual([3, 3]);
  });

  it('trains as arrays do', async () => {
    const [x, y] = [
      [[1], [2], [3], [4], [5]],
      [2, 4, 6, 8, 10],
    ];
    const ofArrays = gradientDescent(oneWeight(), { step: 0.01, batchSize: 2, seed: 0 });
    await ofArrays.train(x, y, [[6]], [12], { epochs: 9 });
    const ofSource = gradientDescent(oneWeight(), { step: 0.01, batchSize: 2, seed: 0 });
    const batches = [0, 2, 4].map((at): SourceBatch => [x.slice(at, at + 2), y.slice(at, at + 2)]);
    await ofSource.train(batches, { epochs: 9, validation: [[[[6]], [12]]] });
    expect(ofSource.history.train).toEqual(ofArrays.history.train);
    expect(ofSource.history.valid).toEqual(ofArrays.history.valid);
    expect(ofSource.history.epochs.map(({ trainMean }) => trainMean)).toEqual(
      ofArrays.history.epochs.map(({ trainMean }) => trainMean),
    );
    expect(ofSource.replay).toBe('replayed');
  });

  it('is told the number of the epoch', async () => {
    const optimizer = squares();
    await optimizer.train((epoch) => [batchOf(epoch)], { epochs: 3 });
    expect(seen(optimizer)).toEqual([1, 2, 3]);
  });

  it.each([
    ['a generator', counting()],
    ['an asynchronous generator', countingSlowly()],
  ])('without an end is %s, of which each epoch takes so many updates', async (_, source) => {
    const optimizer = squares();
    await optimizer.train(source, { epochs: 3, updatesPerEpoch: 2 });
    expect(seen(optimizer)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(optimizer.history.updatesPerEpoch).toEqual([2, 2, 2]);
  });

  it('begins anew where an epoch needs more than is left of it', async () => {
    const optimizer = squares();
    await optimizer.train(isIterable, { epochs: 2, updatesPerEpoch: 2 });
    expect(seen(optimizer)).toEqual([1, 2, 3, 1]);
  });

  it('is closed when training ends, on whatever way', async () => {
    let closed = 0;
    async function* source(): AsyncGenerator<SourceBatch> {
      try {
        yield* countingSlowly();
      } finally {
        closed += 1;
      }
    }
    await squares().train(source(), { epochs: 1, updatesPerEpoch: 3 });
    expect(closed).toBe(1);
    const stopping = squares({
      signals: {
        updateEnd: (optimizer, { done }) => {
          if (done === 2) optimizer.stop();
        },
      },
    });
    await stopping.train(source, { epochs: 5 });
    await afterAWhile();
    expect([closed, stopping.updatesMade]).toEqual([2, 2]);
    const failing = squares({
      signals: {
        updateEnd: () => {
          throw new Error('of the signal');
        },
      },
    });
    await expect(failing.train(source, { epochs: 5 })).rejects.toThrow('of the signal');
    await afterAWhile();
    expect(closed).toBe(3);
  });

  it('may be asked ahead, so that the next batch is being made while one is computed', async () => {
    const log: string[] = [];
    async function* source(): AsyncGenerator<SourceBatch> {
      for (let sample = 1; sample <= 3; sample++) {
        log.push(`asked ${sample}`);
        yield batchOf(sample);
      }
    }
    const signals = {
      updateEnd: (_: Optimizer, { done }: { done: number }) => void log.push(`updated ${done}`),
    };
    await squares({ signals }).train(source, { epochs: 1 });
    expect(log).toEqual(['asked 1', 'asked 2', 'updated 1', 'asked 3', 'updated 2', 'updated 3']);
  });

  it('may use its arrays again for the next batch', async () => {
    const [x, y] = [new Float32Array(1), new Float32Array(1)];
    async function* source(): AsyncGenerator<SourceBatch> {
      for (let sample = 1; sample <= 3; sample++) {
        x[0] = sample;
        yield [x, y];
      }
    }
    const optimizer = squares();
    await optimizer.train(source, { epochs: 1 });
    expect(seen(optimizer)).toEqual([1, 2, 3]);
  });

  it('does not keep training from being stopped while it is waited for', async () => {
    async function* source(): AsyncGenerator<SourceBatch> {
      yield batchOf(1);
      await new Promise(() => {});
    }
    const controller = new AbortController();
    const optimizer = squares({
      signals: { updateEnd: () => void setImmediate(() => controller.abort()) },
    });
    await optimizer.train(source, { epochs: 3, signal: controller.signal });
    expect([optimizer.updatesMade, optimizer.lastEpoch]).toEqual([1, 1]);
    await optimizer.train([batchOf(2)], { epochs: 1 });
    expect(seen(optimizer)).toEqual([1, 2]);
  });

  it('keeps memory flat over batches of many sizes', async () => {
    function* source(): Generator<SourceBatch> {
      for (let batch = 0; batch < 40; batch++) yield batchOf(...new Array(1 + (batch % 7)).fill(1));
    }
    const optimizer = squares();
    await optimizer.train(source, { epochs: 1 });
    const before = memory();
    await optimizer.train(source, { epochs: 3 });
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });

  it('is looked at as arrays are: pixels that nobody has scaled, and shuffling that does nothing', async () => {
    const reporter = recorder();
    const network = input(16).to(linear(1));
    const optimizer = gradientDescent(network, { step: 1e-9, seed: 0, reporter, shuffleData: true });
    await optimizer.train([[[Array.from({ length: 16 }, (_, at) => 16 * at)], [0]]], { epochs: 1 });
    expect(reporter.warnings).toEqual([
      expect.stringContaining('shuffleData does nothing for batches from a source'),
      expect.stringContaining('x of batch 1 of epoch 1 looks like pixels from 0 to 255'),
    ]);
  });
});

describe('a source that fails', () => {
  const failures: [string, BatchSource, TrainOptions, new (problem: never) => Error, string, number][] = [
    [
      'with an error of its own, which is thrown on',
      function* () {
        yield batchOf(1);
        yield batchOf(2);
        throw new RangeError('the file is damaged');
      },
      {},
      RangeError,
      'the file is damaged',
      2,
    ],
    [
      'asynchronously, with an error of its own',
      async function* () {
        yield* countingSlowly(1, 2);
        throw new RangeError('the network is down');
      },
      {},
      RangeError,
      'the network is down',
      2,
    ],
    [
      'when it is asked for an epoch',
      () => {
        throw new RangeError('no epoch');
      },
      {},
      RangeError,
      'no epoch',
      0,
    ],
    [
      'with samples of another shape',
      () => [batchOf(1), [[[1, 2]], [0]]],
      {},
      ShapeError,
      "x of batch 2 of epoch 1: expected shape [?, 1], as the network's input is, got [1, 2].",
      1,
    ],
    [
      'with targets of another shape',
      () => [batchOf(1), [[[1]], [[0, 1]]]],
      {},
      ShapeError,
      "y of batch 2 of epoch 1: expected shape [?, 1], as the network's output is, got [1, 2].",
      1,
    ],
    [
      'with NaN',
      () => [batchOf(1), batchOf(Number.NaN)],
      {},
      DataError,
      'x of batch 2 of epoch 1: expected finite numbers, got NaN at [0][0].',
      1,
    ],
    [
      'with more targets than samples',
      () => [batchOf(1), [[[1]], [0, 0]]],
      {},
      DataError,
      'x of batch 2 of epoch 1 and y of batch 2 of epoch 1: expected as many targets as samples, got 1 samples and 2 targets.',
      1,
    ],
    [
      'with weights that are none',
      () => [batchOf(1), { x: [[1]], y: [0], sampleWeight: [-1] }],
      {},
      DataError,
      'sampleWeight of batch 2 of epoch 1: expected numbers from 0, got -1 for sample 0.',
      1,
    ],
    [
      'with what is no batch',
      () => [batchOf(1), 3 as never],
      {},
      DataError,
      'batch 2 of epoch 1: expected arrays of samples and their targets, as { x, y } or [x, y], got 3. A source gives batches: streamBatches(samples) makes them of single samples.',
      1,
    ],
    [
      'with no batch at all',
      () => [],
      {},
      DataError,
      'the source, epoch 1: expected at least one batch, got none.',
      0,
    ],
    [
      'with what cannot be iterated over',
      () => 3 as never,
      {},
      DataError,
      'the source, epoch 1: expected a function that gives batches to iterate over, got 3.',
      0,
    ],
    [
      'with an end before that of the epochs',
      counting(1, 3),
      { epochs: 2, updatesPerEpoch: 2 },
      DataError,
      'the source, epoch 2: expected 2 batches, as updatesPerEpoch says, got an end after 1. A generator can be gone through only once',
      3,
    ],
  ];

  it.each(failures)('%s', async (_, source, options, kind, message, updates) => {
    const optimizer = squares();
    const failure = await optimizer.train(source, { epochs: 1, ...options }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect((failure as Error).message).toContain(message);
    // Nothing is lost, and the optimizer is usable.
    expect(optimizer.updatesMade).toBe(updates);
    expect(optimizer.history.train.length).toBe(updates);
    expect(optimizer.history.updatesPerEpoch.reduce((sum, count) => sum + count, 0)).toBe(updates);
    await optimizer.train([batchOf(7)], { epochs: 1 });
    expect(seen(optimizer).at(-1)).toBe(7);
  });

  it('with a batch that is too small for a layer', async () => {
    const network = input(1).to(batchNorm(), linear(1));
    await expect(gradientDescent(network, { seed: 0 }).train([batchOf(1)], { epochs: 1 })).rejects.toThrow(
      'expected batches of at least 2 samples',
    );
  });

  it('while it validates', async () => {
    const optimizer = squares();
    const validation = (epoch: number): SourceBatch[] => (epoch < 2 ? [batchOf(3)] : [[[[1, 2]], [0]]]);
    await expect(optimizer.train([batchOf(1)], { epochs: 5, validation })).rejects.toThrow(
      'x of validation batch 1 of epoch 2: expected shape [?, 1]',
    );
    expect(optimizer.history.valid).toEqual([9, Number.NaN]);
    expect(optimizer.history.train).toEqual([1, 1]);
  });
});

describe('training from a source refuses', () => {
  it.each<[string, BatchSource, TrainOptions, string]>([
    [
      'a generator for several epochs',
      counting(),
      {},
      'train: expected batches for 100 epochs, got a generator, which can be gone through only once. Give a function that makes one for each epoch, or say updatesPerEpoch, or epochs: 1.',
    ],
    [
      'a generator for the validation of several epochs',
      isIterable,
      { epochs: 2, validation: counting() },
      'option validation: expected batches for 2 epochs, got a generator',
    ],
    [
      'a size of batches',
      isIterable,
      { batchSize: 3 },
      'option batchSize: expected training data in arrays, got a source',
    ],
    ['what becomes of the last batch', isIterable, { lastBatch: 'drop' }, 'option lastBatch'],
    ['weights of samples', isIterable, { sampleWeight: [1] }, 'Give { x, y, sampleWeight } as batches.'],
    ['a share for validation', isIterable, { validationSplit: 0.5 }, 'option validationSplit'],
    [
      'balanced classes',
      isIterable,
      { classWeight: 'balanced' },
      "option classWeight: expected weights by class number, for training data from a source, got 'balanced'.",
    ],
    ['half an update', isIterable, { updatesPerEpoch: 0.5 }, 'option updatesPerEpoch'],
    [
      'validation data that are none',
      isIterable,
      { validation: 0.1 as never },
      'Did you mean validationSplit: 0.1?',
    ],
    [
      'Keras’ name for the updates of an epoch',
      isIterable,
      { steps_per_epoch: 3 } as never,
      "It is called 'updatesPerEpoch' here.",
    ],
  ])('%s', async (_, source, options, message) => {
    const optimizer = squares();
    await expect(optimizer.train(source, options)).rejects.toThrow(OptionError);
    await expect(optimizer.train(source, options)).rejects.toThrow(message);
    expect(optimizer.updatesMade).toBe(0);
  });

  it('of arrays the updates of an epoch, and validation data twice', async () => {
    await expect(squares().train([[1]], [0], { updatesPerEpoch: 3 })).rejects.toThrow(
      'option updatesPerEpoch: expected training data from a source, got arrays. Their updates follow from batchSize.',
    );
    await expect(squares().train([[1]], [0], [[1]], [0], { validationSplit: 0.5 })).rejects.toThrow(
      'train: expected validation data once: xTest and yTest, the option validation or the option validationSplit',
    );
  });
});
