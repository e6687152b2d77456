import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NeutypeError, NonFiniteError } from '@neutype/core';
import {
  batchNorm,
  conv2d,
  dropout,
  flatten,
  input,
  linear,
  maxPool2d,
  relu,
  softmax,
} from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
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
    expect(optimizer.errors.train.length).toBe(25);
    expect(optimizer.history.epochs.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 15 }, (_, i) => i + 1),
    );
  });

  it('tells the last batch’s loss, the mean over samples, and the validation loss after the epoch', async () => {
    // Outputs are 1 · x; step 0 leaves that so. Squared errors of the batches: (1 + 4) / 2 and 9.
    const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 2, seed: 0 });
    await optimizer.train([[1], [2], [3]], [0, 0, 0], [[4], [5], [7]], [0, 0, 0], { epochs: 1 });
    const [record] = optimizer.history.epochs;
    expect(optimizer.errors.train).toEqual([2.5, 9]);
    expect(record).toMatchObject({ epoch: 1, train: 9, updates: 2 });
    expect(record?.trainMean).toBeCloseTo(14 / 3, 6);
    expect(record?.valid).toBeCloseTo(30, 5);
    expect(optimizer.errors.valid).toEqual([record?.valid]);
  });

  it('aligns validation losses with epochs', async () => {
    const optimizer = gradientDescent(oneWeight(), { seed: 0 });
    await optimizer.train([[1]], [0], { epochs: 2 });
    await optimizer.train([[1]], [0], [[2]], [0], { epochs: 1 });
    await optimizer.train([[1]], [0], { epochs: 1 });
    expect(optimizer.errors.valid.map(Number.isNaN)).toEqual([true, true, false, true]);
  });

  it('takes every sample once an epoch, in the order of the seed', async () => {
    // With step 0 a batch of one gives the square of its sample.
    const x = Array.from({ length: 50 }, (_, index) => [index]);
    const lossesOf = async (shuffleData: boolean, seed: number): Promise<number[]> => {
      const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 1, shuffleData, seed });
      await optimizer.train(x, Array(50).fill(0), { epochs: 2 });
      return optimizer.errors.train.map(Math.sqrt);
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
    expect(optimizer.errors.train[0]).toBeCloseTo(1.5, 6);
    expect(optimizer.errors.valid[0]).toBeCloseTo(0.49, 6);
  });

  it('takes a loss of one’s own', async () => {
    const loss = (targets: Parameters<typeof square>[0], outputs: Parameters<typeof square>[0]): Scalar =>
      tidy(() => sum(square(mul(outputs, targets))) as Scalar);
    const optimizer = gradientDescent(oneWeight(), { loss, seed: 0 });
    await optimizer.train([[1]], [3], { epochs: 1 });
    expect(optimizer.errors.train[0]).toBe(9);
  });

  it('follows a step that a signal changes', async () => {
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

  it('goes on from what a network has learnt', async () => {
    const network = xorNetwork();
    await momentum(network, xorOptions).train(xor.x, xor.y, { epochs: 100 });
    const second = momentum(network, { ...xorOptions, seed: 1 });
    await second.train(xor.x, xor.y, { epochs: 1 });
    expect(second.errors.train[0]).toBeLessThan(0.1);
  });
});

describe('dropout and batch normalisation', () => {
  it('drop while training and not while validating (NeuPy has this swapped)', async () => {
    // An identity with dropout, step 0, input 1, target 0: the squared output is the loss.
    const identity = Array.from({ length: 100 }, (_, row) => new Array<number>(100).fill(0).with(row, 1));
    const network = input(100).to(linear(100, { weight: identity }), dropout(0.5));
    const ones = ndarray(new Float32Array(400).fill(1), [4, 100]);
    const zeros = ndarray(new Float32Array(400), [4, 100]);
    const optimizer = gradientDescent(network, { step: 0, seed: 0, reporter: recorder() });
    await optimizer.train(ones, zeros, ones.rows(0, 2), zeros.rows(0, 2), { epochs: 4 });
    expect(optimizer.errors.valid).toEqual([1, 1, 1, 1]);
    for (const loss of optimizer.errors.train) {
      expect(loss).toBeGreaterThan(1.6);
      expect(loss).toBeLessThan(2.4);
    }
    expect(new Set(optimizer.errors.train).size).toBeGreaterThan(1);
  });

  it('draw the same masks for the same seed', async () => {
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
      return optimizer.errors.train;
    };
    expect(await lossesOf(3)).toEqual(await lossesOf(3));
    expect(await lossesOf(3)).not.toEqual(await lossesOf(4));
  });

  it('gather statistics while training', async () => {
    const network = input(1).to(batchNorm({ alpha: 1 }), linear(1));
    const optimizer = gradientDescent(network, { batchSize: null, seed: 0 });
    await optimizer.train([[1], [3]], [0, 1], { epochs: 1 });
    const { runningMean, runningVariance } = network.layer('batch-norm-1').parameters;
    expect((await runningMean!.read())[0]).toBeCloseTo(2, 5);
    expect((await runningVariance!.read())[0]).toBeCloseTo(2, 4);
  });
});

describe('signals', () => {
  it('hear of everything in order', async () => {
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

  it('may fail, and then training fails', async () => {
    const signals = (): void => {
      throw new RangeError('broken');
    };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
    await expect(optimizer.train(xor.x, xor.y, { epochs: 2 })).rejects.toThrow('broken');
    await expect(optimizer.predict(xor.x)).resolves.toBeDefined();
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

  it('in the middle of an epoch keeps what was learnt, and the history adds up', async () => {
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

  it('by an aborted signal, within a batch, from outside', async () => {
    const controller = new AbortController();
    const optimizer = momentum(xorNetwork(), xorOptions);
    setTimeout(() => controller.abort(), 20);
    await optimizer.train(xor.x, xor.y, { epochs: 1_000_000, signal: controller.signal });
    expect(optimizer.lastEpoch).toBeGreaterThan(0);
    expect(optimizer.lastEpoch).toBeLessThan(1_000_000);
    expect(optimizer.updatesMade).toBe(optimizer.lastEpoch);
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
  it('goes on while a network is trained', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 5);
    const began = performance.now();
    const signals = (optimizer: Optimizer): void => {
      if (performance.now() - began > 400) optimizer.stop();
    };
    await momentum(xorNetwork(), { ...xorOptions, signals }).train(xor.x, xor.y, { epochs: 1_000_000 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(3);
  });

  it('sees one training at a time', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    const first = optimizer.train(xor.x, xor.y, { epochs: 3 });
    await expect(optimizer.train(xor.x, xor.y, { epochs: 3 })).rejects.toThrow(NeutypeError);
    await first;
    expect(optimizer.lastEpoch).toBe(3);
  });
});

describe('a loss that is not finite', () => {
  it('stops training and says where', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 1e18, seed: 0, batchSize: 1 });
    const training = optimizer.train([[1], [1], [1], [1]], [0, 0, 0, 0], { epochs: 3 });
    await expect(training).rejects.toThrow(NonFiniteError);
    await expect(training).rejects.toThrow(
      /training stopped in epoch 1, at update 3: expected a finite loss, got Infinity \(the last good loss was 4e\+36\)\. Try a smaller step \(it is 1000000000000000000\)/,
    );
    expect(optimizer.errors.train.length).toBe(2);
  });
});

describe('prediction', () => {
  const network = input(3).to(relu(4), softmax(2));
  const optimizer = momentum(network, { loss: 'categoricalCrossentropy', seed: 0, batchSize: 4 });
  const x = ndarray(random(1).fillNormal(new Float32Array(30)), [10, 3]);

  it('is that of the network, whatever the batch', async () => {
    const whole = await optimizer.predict(x);
    expect(whole.shape).toEqual([10, 2]);
    expect((await optimizer.predict(x, { batchSize: 3 })).data).toEqual(whole.data);
    expect((await network.predict(x)).data).toEqual(whole.data);
  });

  it('takes a single sample', async () => {
    const one = await optimizer.predict([1, 2, 3]);
    expect(one.shape).toEqual([1, 2]);
    expect((await optimizer.predict([[1, 2, 3]])).data).toEqual(one.data);
  });

  it('refuses other shapes and options', async () => {
    await expect(optimizer.predict([1, 2])).rejects.toThrow('predict: expected shape (n, 3)');
    await expect(optimizer.predict(x, { batchsize: 3 } as never)).rejects.toThrow(
      "Did you mean 'batchSize'?",
    );
    await expect(optimizer.predict(x, { batchSize: 0 })).rejects.toThrow('option batchSize');
  });

  it('scores as the mean over samples', async () => {
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

  /** Optimizers of earlier tests may be collected meanwhile, so counts may fall; they may not rise. */
  const expectNoMore = (before: ReturnType<typeof counts>): void => {
    expect(counts().tensors).toBeLessThanOrEqual(before.tensors);
    expect(counts().bytes).toBeLessThanOrEqual(before.bytes);
  };

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
      expectNoMore(before);
    },
    patience,
  );

  it(
    'is flat for a network of images with dropout and batch normalisation',
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
      expectNoMore(before);
    },
    patience,
  );

  it('does not grow with the sizes of batches that come along', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    const x = ndarray(new Float32Array(60), [30, 2]);
    const after: number[] = [];
    for (let rows = 1; rows <= 12; rows++) {
      await optimizer.predict(x.rows(0, rows));
      after.push(counts().tensors);
    }
    expect(after.at(-1)).toBeLessThanOrEqual(after[5] as number);
  });

  it('is given back by dispose', async () => {
    const network = xorNetwork();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = counts();
    const optimizer = momentum(network, xorOptions);
    await optimizer.train(xor.x, xor.y, xor.x.slice(1), xor.y.slice(1), { epochs: 3 });
    await optimizer.predict(xor.x);
    optimizer.dispose();
    expectNoMore(before);
  });

  it('is not taken again after dispose: the error names the optimizer', async () => {
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
    expectNoMore(before);
  });

  it('may be given back in the middle of training, which then ends', async () => {
    const optimizer = momentum(xorNetwork(), {
      ...xorOptions,
      signals: { updateEnd: (running) => running.dispose() },
    });
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(optimizer.history.train).toHaveLength(1);
  });

  it('is given back when nobody holds the optimizer any more', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const network = xorNetwork();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = counts().tensors;
    for (let made = 0; made < 20; made++) {
      await momentum(network, xorOptions).train(xor.x, xor.y, { epochs: 2 });
    }
    const peak = counts().tensors;
    expect(peak).toBeGreaterThan(before);
    for (let turn = 0; turn < 20 && counts().tensors > before; turn++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(counts().tensors).toBeLessThanOrEqual(before + (peak - before) / 10);
  });

  it('is given back after an error too', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 1e18, seed: 0, batchSize: 1 });
    await optimizer.predict([[1]]);
    await optimizer.train([[1], [1]], [0, 0], { epochs: 1 });
    const before = counts();
    await expect(optimizer.train([[1], [1]], [0, 0], { epochs: 1 })).rejects.toThrow(NonFiniteError);
    expectNoMore(before);
  });
});
