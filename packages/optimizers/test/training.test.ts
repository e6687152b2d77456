import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DisposedError, NeutypeError, NonFiniteError } from '@neutype/core';
import {
  batchNorm,
  conv2d,
  dropout,
  flatten,
  input,
  linear,
  maxPool2d,
  relu,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory, mul, type Scalar, square, sum, tidy } from '@tensorflow/tfjs-core';
import {
  type EpochRecord,
  gradientDescent,
  momentum,
  type Optimizer,
  type Signal,
  StopTraining,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

describe('training', () => {
  it('learns XOR', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    await optimizer.train(xor.x, xor.y, { epochs: 200 });
    const { data, shape } = await optimizer.predict(xor.x);
    expect(shape).toEqual([4, 1]);
    expect([...data].map(Math.round)).toEqual(xor.y);
    expect(await optimizer.score(xor.x, xor.y)).toBeLessThan(0.01);
  });

  it('counts epochs and updates over all calls', async () => {
    const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 3 });
    await optimizer.train(xor.x, xor.y, { epochs: 10 });
    await optimizer.fit(xor.x, xor.y, { epochs: 5, batchSize: null });
    expect(optimizer.lastEpoch).toBe(15);
    expect(optimizer.updatesMade).toBe(25);
    expect(optimizer.history.updatesPerEpoch).toEqual([...Array(10).fill(2), ...Array(5).fill(1)]);
    expect(optimizer.history.train.length).toBe(25);
    expect(optimizer.history.epochs.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 15 }, (_, i) => i + 1),
    );
  });

  it('records the last batch’s loss, the mean over samples and the validation loss of an epoch', async () => {
    // Outputs are 1 · x; step 0 leaves that so. Squared errors of the batches: (1 + 4) / 2 and 9.
    const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 2, seed: 0 });
    await optimizer.train([[1], [2], [3]], [0, 0, 0], [[4], [5], [7]], [0, 0, 0], { epochs: 1 });
    const [record] = optimizer.history.epochs;
    expect(optimizer.history.train).toEqual([2.5, 9]);
    expect(record).toMatchObject({ epoch: 1, train: 9, updates: 2 });
    expect(record?.trainMean).toBeCloseTo(14 / 3, 6);
    expect(record?.valid).toBeCloseTo(30, 5);
    expect(optimizer.history.valid).toEqual([record?.valid]);
  });

  it('aligns validation losses with epochs', async () => {
    const optimizer = gradientDescent(oneWeight(), { seed: 0 });
    await optimizer.train([[1]], [0], { epochs: 2 });
    await optimizer.train([[1]], [0], [[2]], [0], { epochs: 1 });
    await optimizer.train([[1]], [0], { epochs: 1 });
    expect(optimizer.history.valid.map(Number.isNaN)).toEqual([true, true, false, true]);
  });

  it('uses every sample once per epoch, in an order given by the seed', async () => {
    // With step 0 a batch of one gives the square of its sample.
    const x = Array.from({ length: 50 }, (_, index) => [index]);
    const lossesOf = async (shuffleData: boolean, seed: number): Promise<number[]> => {
      const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 1, shuffleData, seed });
      await optimizer.train(x, Array(50).fill(0), { epochs: 2 });
      return optimizer.history.train.map(Math.sqrt);
    };
    const inOrder = x.flat();
    expect(await lossesOf(false, 0)).toEqual([...inOrder, ...inOrder]);
    const shuffled = await lossesOf(true, 0);
    const [first, second] = [shuffled.slice(0, 50), shuffled.slice(50)];
    expect(first).not.toEqual(inOrder);
    expect(second).not.toEqual(first);
    for (const epoch of [first, second]) expect([...epoch].sort((a, b) => a - b)).toEqual(inOrder);
    expect(await lossesOf(true, 0)).toEqual(shuffled);
    expect(await lossesOf(true, 1)).not.toEqual(shuffled);
  });

  it('adds the regularizer to the training loss alone', async () => {
    const regularizer = (parameters: readonly { variable: Parameters<typeof square>[0] }[]): Scalar =>
      mul(sum(square(parameters[0]!.variable)), 0.5) as Scalar;
    const optimizer = gradientDescent(oneWeight(), { regularizer, step: 0.1, seed: 0 });
    await optimizer.train([[1]], [0], [[1], [1]], [0, 0], { epochs: 1 });
    // Loss 1 + 0.5, gradient 2 + 1, so the weight becomes 0.7.
    expect(optimizer.history.train[0]).toBeCloseTo(1.5, 6);
    expect(optimizer.history.valid[0]).toBeCloseTo(0.49, 6);
  });

  it('accepts a custom loss', async () => {
    const loss = (targets: Parameters<typeof square>[0], outputs: Parameters<typeof square>[0]): Scalar =>
      tidy(() => sum(square(mul(outputs, targets))) as Scalar);
    const optimizer = gradientDescent(oneWeight(), { loss, seed: 0 });
    await optimizer.train([[1]], [3], { epochs: 1 });
    expect(optimizer.history.train[0]).toBe(9);
  });

  it('uses a learning rate that a signal changes', async () => {
    const signals: Signal = {
      epochEnd: (optimizer) => {
        optimizer.step = 0;
      },
    };
    const network = oneWeight();
    const optimizer = gradientDescent(network, { signals, seed: 0 });
    await optimizer.train([[1]], [0], { epochs: 3 });
    expect((await network.parameters[0]!.read())[0]).toBeCloseTo(0.8, 6);
    expect(optimizer.step).toBe(0);
    expect(() => {
      optimizer.step = -1;
    }).toThrow('option step');
  });

  it('continues from what a network has learned', async () => {
    const network = xorNetwork();
    await momentum(network, xorOptions).train(xor.x, xor.y, { epochs: 100 });
    const second = momentum(network, { ...xorOptions, seed: 1 });
    await second.train(xor.x, xor.y, { epochs: 1 });
    expect(second.history.train[0]).toBeLessThan(0.1);
  });
});

describe('a last batch that is smaller than the others', () => {
  const x = [[1], [2], [3], [4], [5]];
  const y = [0, 0, 0, 0, 0];

  it('can be dropped from the losses and their mean', async () => {
    // Step 0: the losses are mean squares of the samples.
    const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 2, seed: 0 });
    await optimizer.train(x, y, [[3]], [0], { epochs: 2, lastBatch: 'drop' });
    expect(optimizer.history.train).toEqual([2.5, 12.5, 2.5, 12.5]);
    expect(optimizer.history.epochs[0]).toMatchObject({ train: 12.5, trainMean: 7.5, updates: 2, valid: 9 });
    await optimizer.train(x, y, { epochs: 1, lastBatch: 'keep' });
    expect(optimizer.history.train.slice(4)).toEqual([2.5, 12.5, 25]);
  });

  it('holds other samples in every epoch when they are shuffled', async () => {
    const heard: string[] = [];
    const optimizer = gradientDescent(oneWeight(), {
      step: 0,
      batchSize: 2,
      seed: 0,
      shuffleData: true,
      signals: { updateEnd: (_, { done, total }) => void heard.push(`${done}/${total}`) },
    });
    await optimizer.train(x, y, { epochs: 20, lastBatch: 'drop' });
    expect(heard).toEqual(Array.from({ length: 20 }, () => ['1/2', '2/2']).flat());
    // All five squares sum to 55; what is missing is the square of the sample that was left out.
    const leftOut = optimizer.history.epochs.map(({ trainMean }) => Math.sqrt(55 - 4 * trainMean));
    expect([...new Set(leftOut.map((sample) => Math.round(sample)))].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is kept if it is the only one or as large as the others', async () => {
    const lossesOf = async (batchSize: number | null): Promise<readonly number[]> => {
      const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize, seed: 0 });
      await optimizer.train(x, y, { epochs: 1, lastBatch: 'drop' });
      return optimizer.history.train;
    };
    expect(await lossesOf(null)).toEqual([11]);
    expect(await lossesOf(5)).toEqual([11]);
    expect(await lossesOf(100)).toEqual([11]);
    expect(await lossesOf(1)).toEqual([1, 4, 9, 16, 25]);
  });

  it('does not reach batch normalization when it is dropped', async () => {
    const statisticsOf = async (samples: number[][], lastBatch: 'keep' | 'drop'): Promise<Float32Array[]> => {
      const network = input(1).to(batchNorm(), linear(1));
      const optimizer = gradientDescent(network, { step: 0.01, batchSize: 2, seed: 0 });
      await optimizer.train(samples, new Float32Array(samples.length), { epochs: 3, lastBatch });
      return Promise.all(network.parameters.map((parameter) => parameter.read()));
    };
    expect(await statisticsOf(x, 'drop')).toEqual(await statisticsOf(x.slice(0, 4), 'keep'));
  });
});

describe('dropout and batch normalization', () => {
  it('are active in training and not in validation (NeuPy swaps them)', async () => {
    // An identity with dropout, step 0, input 1, target 0: the squared output is the loss.
    const identity = Array.from({ length: 100 }, (_, row) => new Array<number>(100).fill(0).with(row, 1));
    const network = input(100).to(linear(100, { weight: identity }), dropout(0.5));
    const ones = ndarray(new Float32Array(400).fill(1), [4, 100]);
    const zeros = ndarray(new Float32Array(400), [4, 100]);
    const optimizer = gradientDescent(network, { step: 0, seed: 0, reporter: recorder() });
    await optimizer.train(ones, zeros, ones.rows(0, 2), zeros.rows(0, 2), { epochs: 4 });
    expect(optimizer.history.valid).toEqual([1, 1, 1, 1]);
    for (const loss of optimizer.history.train) {
      expect(loss).toBeGreaterThan(1.6);
      expect(loss).toBeLessThan(2.4);
    }
    expect(new Set(optimizer.history.train).size).toBeGreaterThan(1);
  });

  it('give the same results for the same seed', async () => {
    const lossesOf = async (seed: number): Promise<readonly number[]> => {
      const network = input(2).to(relu(16), dropout(0.5), softmax(2));
      const optimizer = momentum(network, { loss: 'categoricalCrossentropy', seed });
      await optimizer.train(
        xor.x,
        [
          [1, 0],
          [0, 1],
          [0, 1],
          [1, 0],
        ],
        { epochs: 5 },
      );
      return optimizer.history.train;
    };
    expect(await lossesOf(3)).toEqual(await lossesOf(3));
    expect(await lossesOf(3)).not.toEqual(await lossesOf(4));
  });

  it('gather statistics in training', async () => {
    const network = input(1).to(batchNorm({ alpha: 1 }), linear(1));
    const optimizer = gradientDescent(network, { batchSize: null, seed: 0 });
    await optimizer.train([[1], [3]], [0, 1], { epochs: 1 });
    const { runningMean, runningVariance } = network.layer('batch-norm-1').parameters;
    expect((await runningMean!.read())[0]).toBeCloseTo(2, 5);
    expect((await runningVariance!.read())[0]).toBeCloseTo(2, 4);
  });
});

describe('signals', () => {
  it('are called in order', async () => {
    const heard: string[] = [];
    const signal: Signal = {
      trainStart: (_, { epochs, samples, batchSize }) =>
        void heard.push(`start ${epochs} ${samples} ${batchSize}`),
      epochStart: (_, { epoch }) => void heard.push(`epoch ${epoch}`),
      updateEnd: (_, { done, total }) => void heard.push(`update ${done}/${total}`),
      epochEnd: async (_, { epoch, valid }) => {
        await Promise.resolve();
        heard.push(`end ${epoch} ${valid === undefined ? 'without' : 'with'} validation`);
      },
      trainEnd: (_, { stopped }) => void heard.push(`done ${stopped}`),
    };
    const after = (_: Optimizer, { epoch }: EpochRecord): void => void heard.push(`after ${epoch}`);
    const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 3, signals: [signal, after] });
    await optimizer.train(xor.x, xor.y, xor.x.slice(2), xor.y.slice(2), { epochs: 2 });
    const epoch = (n: number): string[] => [
      `epoch ${n}`,
      'update 1/2',
      'update 2/2',
      `end ${n} with validation`,
      `after ${n}`,
    ];
    expect(heard).toEqual(['start 2 4 3', ...epoch(1), ...epoch(2), 'done undefined']);
  });

  it('make training fail if they throw', async () => {
    const signals = (): void => {
      throw new RangeError('broken');
    };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
    await expect(optimizer.train(xor.x, xor.y, { epochs: 2 })).rejects.toThrow('broken');
    expect((await optimizer.predict(xor.x)).shape).toEqual([4, 1]);
  });
});

describe('stopping', () => {
  const stopping = async (signals: Signal['epochEnd']) => {
    const reporter = recorder();
    const optimizer = momentum(xorNetwork(), { ...xorOptions, signals: signals!, verbose: true, reporter });
    await optimizer.train(xor.x, xor.y, { epochs: 10 });
    return { optimizer, last: reporter.lines.at(-1) };
  };

  it('by a signal that throws StopTraining', async () => {
    const { optimizer, last } = await stopping((_, { epoch }) => {
      if (epoch === 3) throw new StopTraining('good enough');
    });
    expect(optimizer.lastEpoch).toBe(3);
    expect(last).toBe('[TRAIN] Epoch #3 was stopped. Message: good enough');
  });

  it('by stop()', async () => {
    const { optimizer, last } = await stopping((trained, { epoch }) => {
      if (epoch === 2) trained.stop('enough');
    });
    expect(optimizer.lastEpoch).toBe(2);
    expect(last).toBe('[TRAIN] Epoch #2 was stopped. Message: enough');
    optimizer.stop();
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
    expect(optimizer.lastEpoch).toBe(5 - 2);
  });

  it('in the middle of an epoch keeps what was learned and a consistent history', async () => {
    const stopped: (string | undefined)[] = [];
    const signals: Signal = {
      updateEnd: (optimizer, { done }) => {
        if (done === 2) optimizer.stop('now');
      },
      trainEnd: (_, info) => void stopped.push(info.stopped),
    };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 1, signals });
    await optimizer.train(xor.x, xor.y, xor.x.slice(1), xor.y.slice(1), { epochs: 5 });
    expect(optimizer.updatesMade).toBe(2);
    expect(optimizer.history.updatesPerEpoch).toEqual([2]);
    expect(optimizer.history.epochs[0]?.valid).toBeUndefined();
    expect(stopped).toEqual(['now']);
  });

  it('by an abort signal from outside', async () => {
    const controller = new AbortController();
    let asked = false;
    const signals = (): void => {
      if (!asked) setImmediate(() => controller.abort());
      asked = true;
    };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
    await optimizer.train(xor.x, xor.y, { epochs: 1_000_000, signal: controller.signal });
    expect(optimizer.lastEpoch).toBeGreaterThan(0);
    expect(optimizer.lastEpoch).toBeLessThan(1_000_000);
    expect(optimizer.updatesMade).toBe(optimizer.lastEpoch);
  });

  it('ignores the abort signal of an earlier call', async () => {
    const controller = new AbortController();
    const signals: Signal = {
      epochEnd: (_, { epoch }) => {
        if (epoch === 4) controller.abort();
      },
    };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
    await optimizer.train(xor.x, xor.y, { epochs: 3, signal: controller.signal });
    await optimizer.train(xor.x, xor.y, { epochs: 3 });
    expect(controller.signal.aborted).toBe(true);
    expect(optimizer.lastEpoch).toBe(6);
  });

  it('keeps the first of several messages', async () => {
    const { last } = await stopping((trained) => {
      for (const message of ['first', 'second']) trained.stop(message);
    });
    expect(last).toBe('[TRAIN] Epoch #1 was stopped. Message: first');
  });

  it('in the middle of an epoch averages over the samples so far, even if the last batch is smaller', async () => {
    const meanAt = async (stopAt: number): Promise<number | undefined> => {
      const signals: Signal = {
        updateEnd: (optimizer, { done }) => {
          if (done === stopAt) optimizer.stop();
        },
      };
      const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 2, seed: 0, signals });
      await optimizer.train([[1], [2], [3], [4], [5]], [0, 0, 0, 0, 0], { epochs: 1 });
      return optimizer.history.epochs[0]?.trainMean;
    };
    expect(await meanAt(1)).toBe(2.5);
    expect(await meanAt(2)).toBe(7.5);
    expect(await meanAt(3)).toBe(11);
  });

  it('before the first update', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    await optimizer.train(xor.x, xor.y, { epochs: 3, signal: AbortSignal.abort() });
    expect(optimizer.lastEpoch).toBe(0);
    const atStart = momentum(xorNetwork(), {
      ...xorOptions,
      signals: {
        epochStart: () => {
          throw new StopTraining('no');
        },
      },
    });
    await atStart.train(xor.x, xor.y, { epochs: 3 });
    expect(atStart.updatesMade).toBe(0);
  });
});

describe('the event loop', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each<[string, (optimizer: Optimizer, x: NdArray, y: NdArray) => Promise<unknown>]>([
    ['trained', (optimizer, x, y) => optimizer.train(x, y, { epochs: 1 })],
    ['validated', (optimizer, x, y) => optimizer.train(x.rows(0, 1), y.rows(0, 1), x, y, { epochs: 1 })],
    ['scored', (optimizer, x, y) => optimizer.score(x, y)],
    ['asked to predict', (optimizer, x) => optimizer.predict(x)],
  ])('goes on while a network is %s, every 10 ms', async (_, work) => {
    // A clock that goes on by 0.09 ms whenever it is looked at, but for turns of the event loop, which are quiet.
    let now = 0;
    let isAfterTurn = false;
    jest.spyOn(performance, 'now').mockImplementation(() => {
      if (!isAfterTurn) now += 0.09;
      isAfterTurn = false;
      return now;
    });
    let [turns, isDone] = [0, false];
    const turn = (): void => {
      turns += 1;
      isAfterTurn = true;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 1 });
    const [x, y] = [ndarray(new Float32Array(4000), [2000, 2]), ndarray(new Float32Array(2000), [2000, 1])];
    await work(optimizer, x, y);
    isDone = true;
    // A turn every 10 ms, and the looks at the clock that it takes to see that they are over.
    expect(turns).toBeGreaterThanOrEqual(Math.max(17, Math.floor(now / 10.5)));
    expect(turns).toBeLessThanOrEqual(Math.ceil(now / 10) + 8);
  });

  it('allows one training at a time', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    const first = optimizer.train(xor.x, xor.y, { epochs: 3 });
    await expect(optimizer.train(xor.x, xor.y, { epochs: 3 })).rejects.toThrow(NeutypeError);
    await first;
    expect(optimizer.lastEpoch).toBe(3);
  });

  it('allows one training of the same parameters at a time, by any optimizer', async () => {
    const encoder = input(2).to(tanh(3));
    const [whole, other] = [encoder.to(sigmoid(1)), encoder.to(sigmoid(1))];
    const [first, second] = [momentum(whole, xorOptions), gradientDescent(other, xorOptions)];
    const training = first.train(xor.x, xor.y, { epochs: 3 });
    const refused = second.train(xor.x, xor.y, { epochs: 3 });
    await expect(refused).rejects.toThrow(NeutypeError);
    await expect(refused).rejects.toThrow(
      'train: expected a network that nobody else trains meanwhile, got one whose tanh-1.weight another ' +
        'optimizer is training. Await that training first, or give each optimizer a network of its own.',
    );
    await training;
    await second.train(xor.x, xor.y, { epochs: 3 });
    expect([first.lastEpoch, second.lastEpoch]).toEqual([3, 3]);
  });

  it('lets another optimizer train after one that failed', async () => {
    const network = xorNetwork();
    const signals = (): void => {
      throw new RangeError('broken');
    };
    const failing = momentum(network, { ...xorOptions, signals });
    await expect(failing.train(xor.x, xor.y, { epochs: 1 })).rejects.toThrow('broken');
    const second = momentum(network, xorOptions);
    await second.train(xor.x, xor.y, { epochs: 1 });
    expect(second.lastEpoch).toBe(1);
  });

  it('lets a signal use the network, except for a second training', async () => {
    const seen: unknown[] = [];
    const signals: Signal = {
      epochEnd: async (optimizer) => {
        seen.push((await optimizer.predict(xor.x)).shape, await optimizer.score(xor.x, xor.y));
        seen.push(await optimizer.train(xor.x, xor.y, { epochs: 1 }).catch((error: unknown) => error));
      },
    };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
    expect(seen).toEqual([[4, 1], expect.any(Number), expect.any(NeutypeError)]);
  });
});

describe('prediction', () => {
  const network = input(3).to(relu(4), softmax(2));
  const optimizer = momentum(network, { loss: 'categoricalCrossentropy', seed: 0, batchSize: 4 });
  const x = ndarray(random(1).fillNormal(new Float32Array(30)), [10, 3]);

  it('agrees with the network for any batch size', async () => {
    const whole = await optimizer.predict(x);
    expect(whole.shape).toEqual([10, 2]);
    expect((await optimizer.predict(x, { batchSize: 3 })).data).toEqual(whole.data);
    expect((await network.predict(x)).data).toEqual(whole.data);
  });

  it('accepts a single sample', async () => {
    const one = await optimizer.predict([1, 2, 3]);
    expect(one.shape).toEqual([1, 2]);
    expect((await optimizer.predict([[1, 2, 3]])).data).toEqual(one.data);
  });

  it('refuses other shapes and options', async () => {
    await expect(optimizer.predict([1, 2])).rejects.toThrow(
      "predict, x: expected shape [?, 3], as the network's input is, got [2]. Give samples of 3 values.",
    );
    await expect(optimizer.predict(x, { batchsize: 3 } as never)).rejects.toThrow(
      "Did you mean 'batchSize'?",
    );
    await expect(optimizer.predict(x, { batchSize: 0 })).rejects.toThrow('predict, batchSize');
  });

  it('gives the mean over samples as the score', async () => {
    const y = ndarray(
      Float32Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 1 : 0)),
      [10, 2],
    );
    const output = await optimizer.predict(x);
    const mean =
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].reduce((total, row) => total - Math.log(output.data[2 * row]!), 0) / 10;
    expect(await optimizer.score(x, y)).toBeCloseTo(mean, 5);
    expect(await optimizer.score(x, y, { batchSize: 3 })).toBeCloseTo(mean, 5);
  });
});

describe('memory', () => {
  /** Milliseconds that the stock backend may take. */
  const patience = 120_000;

  const counts = (): { tensors: number; bytes: number } => {
    const { numTensors, numBytes } = memory();
    return { tensors: numTensors, bytes: numBytes };
  };

  it(
    'is flat over 2,000 updates with a ragged batch and validation',
    async () => {
      const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 3, shuffleData: true });
      await optimizer.train(xor.x, xor.y, xor.x.slice(1), xor.y.slice(1), { epochs: 5 });
      const before = counts();
      await optimizer.train(xor.x, xor.y, xor.x.slice(1), xor.y.slice(1), { epochs: 1000 });
      expect(optimizer.updatesMade).toBe(2010);
      expect(counts()).toEqual(before);
    },
    patience,
  );

  it(
    'is flat for a network of images with dropout and batch normalization',
    async () => {
      const network = input([6, 6, 1]).to(
        conv2d(3, 3),
        batchNorm(),
        relu(),
        maxPool2d(2),
        dropout(0.3),
        flatten(),
        softmax(2),
      );
      const x = ndarray(random(0).fillNormal(new Float32Array(10 * 36)), [10, 6, 6, 1]);
      const y = ndarray(
        Float32Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 1 : 0)),
        [10, 2],
      );
      const optimizer = momentum(network, { loss: 'categoricalCrossentropy', batchSize: 4, seed: 0 });
      await optimizer.train(x, y, { epochs: 3 });
      await optimizer.predict(x);
      const before = counts();
      await optimizer.train(x, y, { epochs: 20 });
      await optimizer.predict(x);
      expect(counts()).toEqual(before);
    },
    patience,
  );

  it('does not grow with the number of batch sizes', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    const x = ndarray(new Float32Array(60), [30, 2]);
    const after: number[] = [];
    for (let rows = 1; rows <= 12; rows++) {
      await optimizer.predict(x.rows(0, rows));
      after.push(counts().tensors);
    }
    expect(after.at(-1)).toBeLessThanOrEqual(after[5] as number);
  });

  it('is freed by dispose', async () => {
    const network = xorNetwork();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = counts();
    const optimizer = momentum(network, xorOptions);
    await optimizer.train(xor.x, xor.y, xor.x.slice(1), xor.y.slice(1), { epochs: 3 });
    await optimizer.predict(xor.x);
    optimizer.dispose();
    expect(counts()).toEqual(before);
  });

  it('is not taken again after dispose, and the error names the optimizer', async () => {
    const network = xorNetwork();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = counts();
    const optimizer = momentum(network, xorOptions);
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
    optimizer.dispose();
    const gone = /optimizer Momentum.*disposed of/s;
    await expect(optimizer.train(xor.x, xor.y, { epochs: 1 })).rejects.toThrow(gone);
    await expect(optimizer.predict(xor.x)).rejects.toThrow(gone);
    await expect(optimizer.score(xor.x, xor.y)).rejects.toThrow(gone);
    expect(optimizer.history.epochs).toHaveLength(1);
    expect(counts()).toEqual(before);
  });

  it('can be freed in the middle of training, which then ends', async () => {
    const optimizer = momentum(xorNetwork(), {
      ...xorOptions,
      signals: { updateEnd: (running) => running.dispose() },
    });
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(optimizer.history.train).toHaveLength(1);
  });

  it.each<[string, (optimizer: Optimizer) => Promise<unknown>]>([
    ['predict', (optimizer) => optimizer.predict(xor.x, { batchSize: 1 })],
    ['score', (optimizer) => optimizer.score(xor.x, xor.y, { batchSize: 1 })],
  ])('may be given back in the middle of %s, which then says so', async (_, work) => {
    const network = xorNetwork();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = counts();
    for (const ticks of [0, 1, 2, 3, 5, 8]) {
      const optimizer = momentum(network, xorOptions);
      const outcome = work(optimizer).catch((error: unknown) => error);
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      optimizer.dispose();
      const error = await outcome;
      if (ticks < 3) expect(error).toBeInstanceOf(DisposedError);
      expect(counts()).toEqual(before);
    }
  });

  it('can be freed during validation, which ends training', async () => {
    const network = xorNetwork();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = counts();
    // A clock by which it is time for a turn after every batch.
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 100;
      return now;
    });
    const signals: Signal = {
      updateEnd: (optimizer, { done, total }) => {
        if (done === total) setImmediate(() => setImmediate(() => optimizer.dispose()));
      },
    };
    const ended: unknown[] = [];
    const hearing: Signal = { trainEnd: (_, { stopped }) => void ended.push(stopped) };
    const optimizer = momentum(network, { ...xorOptions, signals: [signals, hearing] });
    const many = ndarray(new Float32Array(200), [100, 2]);
    await optimizer.train(xor.x, xor.y, many, new Float32Array(100), { epochs: 2, batchSize: 1 });
    jest.restoreAllMocks();
    expect(ended).toEqual(['the optimizer was disposed of']);
    expect(counts()).toEqual(before);
  });

  it('is freed after an error too', async () => {
    // The loss grows by (2e9)²: 1, 4e18, 1.6e37, ∞.
    const options = { step: 1e9, seed: 0, batchSize: 1, reporter: recorder() };
    const optimizer = gradientDescent(oneWeight(), options);
    await optimizer.predict([[1]]);
    await optimizer.train([[1], [1]], [0, 0], { epochs: 1 });
    await optimizer.score([[1]], [0]);
    const before = counts();
    await expect(optimizer.train([[1], [1]], [0, 0], { epochs: 1 })).rejects.toThrow(NonFiniteError);
    expect(counts()).toEqual(before);
  });
});
