import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropout, input, linear, relu, tanh } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  adam,
  type CheckpointOptions,
  cosineDecay,
  ema,
  lbfgs,
  momentum,
  type Optimizer,
  type OptimizerOptions,
  type Signal,
  type TrainOptions,
} from '../../src/index.js';
import { activateBackend } from '../engine.js';
import { type Recorder, recorder } from '../support.js';
import { leftAfter, type MemoryStore, memoryStore } from './memoryStore.js';
import { outcomeOf } from './resumed.js';

const directory = mkdtempSync(join(tmpdir(), 'neutype-checkpoints-'));

beforeAll(activateBackend);
afterAll(() => rmSync(directory, { recursive: true }));

const SAMPLES = 18;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 3)), [SAMPLES, 3]);
const y = ndarray(random(2).fillNormal(new Float32Array(SAMPLES * 2)), [SAMPLES, 2]);

function optimizerOf(
  options: OptimizerOptions = {},
  network = input(3).to(tanh(4), dropout(0.2), linear(2)),
): Optimizer {
  return adam(network, { seed: 3, batchSize: 4, shuffleData: true, reporter: recorder(), ...options });
}

async function trained(options: TrainOptions, settings: OptimizerOptions = {}): Promise<Optimizer> {
  return optimizerOf(settings).train(x, y, options);
}

/** A training of two epochs that has left a checkpoint after each, and after updates 2, 4, … */
async function left(settings: OptimizerOptions = {}): Promise<MemoryStore> {
  const store = memoryStore();
  await trained({ epochs: 2, checkpoint: { store, everyUpdates: 2 } }, settings);
  return store;
}

describe('a directory of checkpoints', () => {
  it('is all that a training needs to go on in another process', async () => {
    const runs = join(directory, 'first');
    const expected = await outcomeOf(await trained({ epochs: 5 }), x);
    await trained({ epochs: 2, checkpoint: runs });
    expect(readdirSync(runs).filter((name) => name.startsWith('checkpoint-'))).toHaveLength(1);
    const resumed = await trained({ epochs: 5, checkpoint: runs, resume: true });
    expect(await outcomeOf(resumed, x)).toEqual(expected);
  });

  it('is refused where a training has left checkpoints that nobody asked to go on from', async () => {
    const runs = join(directory, 'second');
    await trained({ epochs: 1, checkpoint: runs });
    const before = readdirSync(runs);
    await expect(trained({ epochs: 1, checkpoint: runs })).rejects.toThrow(
      /a place without checkpoints.* Write resume: true to go on/,
    );
    expect(readdirSync(runs)).toEqual(before);
  });

  it('is free for others once training has ended, even where it has failed', async () => {
    const runs = join(directory, 'third');
    const failing: Signal = {
      updateEnd: ({ updatesMade }) => {
        if (updatesMade === 7) throw new Error('the signal fails');
      },
    };
    await expect(trained({ epochs: 3, checkpoint: runs }, { signals: failing })).rejects.toThrow(
      'the signal fails',
    );
    const expected = await outcomeOf(await trained({ epochs: 3 }), x);
    expect(await outcomeOf(await trained({ epochs: 3, checkpoint: runs, resume: true }), x)).toEqual(
      expected,
    );
  });

  it('keeps as many checkpoints as it is told to, and the best', async () => {
    const runs = join(directory, 'fourth');
    const checkpoint = { directory: runs, everyEpochs: 2, keepLast: 2, keepBest: 'train' };
    await trained({ epochs: 9, checkpoint }, { step: 0.05 });
    const numbers = readdirSync(runs).flatMap((name) => /^checkpoint-(\d+)/.exec(name)?.[1] ?? []);
    expect(numbers.map(Number)).toEqual(expect.arrayContaining([8, 9]));
    expect(numbers.length).toBeLessThanOrEqual(3);
  });
});

describe('resume', () => {
  it('begins where there is no checkpoint', async () => {
    const expected = await outcomeOf(await trained({ epochs: 2 }), x);
    const store = memoryStore();
    expect(await outcomeOf(await trained({ epochs: 2, checkpoint: store, resume: true }), x)).toEqual(
      expected,
    );
    expect(store.kept).toHaveLength(2);
  });

  it('returns at once where the training was finished, and says so', async () => {
    const expected = await outcomeOf(await trained({ epochs: 2 }), x);
    const reporter = recorder();
    const resumed = await trained({ epochs: 2, checkpoint: await left(), resume: true }, { reporter });
    expect(await outcomeOf(resumed, x)).toEqual(expected);
    expect(reporter.warnings).toEqual([
      'There is nothing left to train: its 2 epochs are done, and option epochs is 2.',
    ]);
  });

  it('takes the seed of the training where none is given', async () => {
    const store = memoryStore();
    const settings = { seed: undefined } as unknown as OptimizerOptions;
    const whole = await trained({ epochs: 4, checkpoint: { store, everyUpdates: 3 } }, settings);
    const resumed = await trained({ epochs: 4, checkpoint: leftAfter(store, 2), resume: true }, settings);
    expect(resumed.seed).toBe(whole.seed);
    expect(await outcomeOf(resumed, x)).toEqual(await outcomeOf(whole, x));
  });

  it('goes on from the last checkpoint with an optimizer that has gone on since', async () => {
    const store = memoryStore();
    const optimizer = await trained({ epochs: 2, checkpoint: store });
    await optimizer.train(x, y, { epochs: 3 });
    await optimizer.train(x, y, { epochs: 4, checkpoint: store, resume: true });
    expect(await outcomeOf(optimizer, x)).toEqual(await outcomeOf(await trained({ epochs: 4 }), x));
  });

  it('gives the same bits epoch by epoch', async () => {
    const expected = await outcomeOf(await trained({ epochs: 5 }), x);
    const store = memoryStore();
    for await (const { epoch } of optimizerOf().epochs(x, y, { epochs: 5, checkpoint: store })) {
      if (epoch === 2) break;
    }
    const resumed = optimizerOf();
    const epochs: number[] = [];
    for await (const { epoch } of resumed.epochs(x, y, { epochs: 5, checkpoint: store, resume: true })) {
      epochs.push(epoch);
    }
    expect(epochs).toEqual([3, 4, 5]);
    expect(await outcomeOf(resumed, x)).toEqual(expected);
  });

  it('is told in the log', async () => {
    const reporter = recorder();
    const store = leftAfter(await left(), 1);
    await trained({ epochs: 2, checkpoint: store, resume: true }, { verbose: true, reporter });
    expect(reporter.lines).toContainEqual(
      expect.stringContaining('Resumed from the memory: 0 epochs and 2 updates were made before'),
    );
  });

  it('without a checkpoint to go on from is refused', async () => {
    await expect(trained({ epochs: 1, resume: true })).rejects.toThrow(/the option checkpoint beside it/);
  });

  it('that is neither true nor false is refused, with all that it may be', async () => {
    const training = trained({ epochs: 1, checkpoint: memoryStore(), resume: 'yes' as never });
    await expect(training).rejects.toThrow("option resume: expected true, false or 'force', got 'yes'.");
  });
});

describe('a training that is stopped', () => {
  const stops: readonly (readonly [string, OptimizerOptions])[] = [
    ['one batch an update', {}],
    ['several batches an update', { accumulate: 3 }],
  ];
  for (const [what, settings] of stops) {
    it(`by an aborted signal leaves a checkpoint of where it was, with ${what}`, async () => {
      const expected = await outcomeOf(await trained({ epochs: 4 }, settings), x);
      for (let update = 1; update <= 6; update++) {
        const controller = new AbortController();
        const aborting: Signal = {
          updateEnd: ({ updatesMade }) => {
            if (updatesMade === update) controller.abort();
          },
        };
        const store = memoryStore();
        const { signal } = controller;
        await trained({ epochs: 4, checkpoint: store, signal }, { ...settings, signals: aborting });
        expect(store.kept.at(-1)?.label.update).toBe(update);
        const resumed = await trained({ epochs: 4, checkpoint: store, resume: true }, settings);
        expect(await outcomeOf(resumed, x)).toEqual(expected);
      }
    });
  }

  it('while batches are accumulated makes the update that they belong to first', async () => {
    const store = memoryStore();
    const optimizer = optimizerOf({ accumulate: 3 });
    let batches = 0;
    const source = async function* () {
      for (let start = 0; start < SAMPLES; start += 4) {
        batches += 1;
        if (batches === 7) optimizer.stop();
        yield [
          x.rows(start, Math.min(start + 4, SAMPLES)),
          y.rows(start, Math.min(start + 4, SAMPLES)),
        ] as const;
      }
    };
    await optimizer.train(source, { epochs: 3, checkpoint: store });
    const whole = await optimizerOf({ accumulate: 3 }).train(source, { epochs: 3 });
    const resumed = await optimizerOf({ accumulate: 3 }).train(source, {
      epochs: 3,
      checkpoint: store,
      resume: true,
    });
    expect(await outcomeOf(resumed, x)).toEqual(await outcomeOf(whole, x));
  });

  it('in the middle of validation is gone on with there', async () => {
    const validation = (optimizer?: Optimizer) => {
      let pass = 0;
      return {
        async *[Symbol.asyncIterator]() {
          pass += 1;
          for (const part of random(pass).shuffle([0, 1, 2])) {
            if (pass === 2) optimizer?.stop();
            yield [x.rows(6 * part, 6 * part + 6), y.rows(6 * part, 6 * part + 6)] as const;
          }
        },
      };
    };
    const settings = { average: ema({ decay: 0.9 }) };
    const whole = await trained({ epochs: 4, validation: validation() }, settings);
    const store = memoryStore();
    const optimizer = optimizerOf(settings);
    await optimizer.train(x, y, { epochs: 4, validation: validation(optimizer), checkpoint: store });
    expect(optimizer.lastEpoch).toBe(2);
    const resumed = await trained(
      { epochs: 4, validation: validation(), checkpoint: store, resume: true },
      settings,
    );
    expect(await outcomeOf(resumed, x)).toEqual(await outcomeOf(whole, x));
  });

  it('by a method that has found a minimum stays so', async () => {
    const make = () => lbfgs(input(3).to(linear(2)), { seed: 3, reporter: recorder() });
    const store = memoryStore();
    const whole = await make().train(x, y, { epochs: 500, checkpoint: store });
    expect(whole.lastEpoch).toBeLessThan(500);
    const resumed = await make().train(x, y, { epochs: 500, checkpoint: store, resume: true });
    expect(await outcomeOf(resumed, x)).toEqual(await outcomeOf(whole, x));
  });
});

describe('a resume of another training is refused with the difference', () => {
  const changed = ndarray(x.data.slice(), x.shape);
  changed.data[7] = -(changed.data[7] as number);
  const deeper = input(3).to(tanh(4), relu(3), linear(2));
  const wider = input(3).to(tanh(5), dropout(0.2), linear(2));
  const dropping = input(3).to(tanh(4), dropout(0.3), linear(2));
  const cases: readonly (readonly [string, RegExp, (options: TrainOptions) => Promise<unknown>])[] = [
    [
      'other values',
      /training data, xTrain: other values/,
      (options) => optimizerOf().train(changed, y, options),
    ],
    [
      'fewer samples',
      /training data: 18 samples in arrays in the checkpoint, 16 samples in arrays here/,
      (options) => optimizerOf().train(x.rows(0, 16), y.rows(0, 16), options),
    ],
    [
      'another type of numbers',
      /training data, xTrain: other values/,
      (options) => optimizerOf().train(ndarray(Float64Array.from(x.data), x.shape), y, options),
    ],
    [
      'validation data',
      /validation data: none in the checkpoint, 18 samples in arrays here/,
      (options) => optimizerOf().train(x, y, x, y, options),
    ],
    [
      'wider layers',
      /parameter tanh-1\.weight: \[3, 4\] in the checkpoint, \[3, 5\] here/,
      (options) => optimizerOf({}, wider as never).train(x, y, options),
    ],
    [
      'another layer',
      /layer relu-1: none in the checkpoint/,
      (options) => optimizerOf({}, deeper as never).train(x, y, options),
    ],
    [
      'other settings of a layer',
      /layer dropout-1: .*0\.2.* in the checkpoint, .*0\.3.* here/,
      (options) => optimizerOf({}, dropping as never).train(x, y, options),
    ],
    [
      'another learning rate',
      /option step: 0\.001 in the checkpoint, 0\.002 here/,
      (options) => optimizerOf({ step: 0.002 }).train(x, y, options),
    ],
    [
      'another seed',
      /option seed: 3 in the checkpoint, 4 here/,
      (options) => optimizerOf({ seed: 4 }).train(x, y, options),
    ],
    [
      'another batch size',
      /option batchSize: 4 in the checkpoint, 5 here/,
      (options) => optimizerOf().train(x, y, { ...options, batchSize: 5 }),
    ],
    [
      'another loss',
      /option loss: mse in the checkpoint, mae here/,
      (options) => optimizerOf({ loss: 'mae' }).train(x, y, options),
    ],
    [
      'another algorithm',
      /algorithm: Adam in the checkpoint, Momentum here/,
      (options) =>
        momentum(input(3).to(tanh(4), dropout(0.2), linear(2)), {
          seed: 3,
          batchSize: 4,
          shuffleData: true,
          reporter: recorder(),
        }).train(x, y, options),
    ],
    [
      'frozen parameters',
      /frozen parameters: none in the checkpoint, tanh-1\.weight, tanh-1\.bias here/,
      (options) => {
        const network = input(3).to(tanh(4), dropout(0.2), linear(2));
        network.freeze('tanh-1');
        return optimizerOf({}, network).train(x, y, options);
      },
    ],
  ];

  it.each(cases)('of %s', async (_, difference, train) => {
    const store = await left();
    await expect(train({ epochs: 4, checkpoint: store, resume: true })).rejects.toThrow(difference);
  });

  it.each(cases)('unless it is forced, of %s', async (_, __, train) => {
    const store = await left();
    await train({ epochs: 4, checkpoint: store, resume: 'force' });
    expect(store.kept.at(-1)?.label.epoch).toBe(4);
  });

  it('which is also that of a schedule which was set while it trained, until it is set again', async () => {
    const setting: Signal = {
      epochEnd: (optimizer, { epoch }) => {
        if (epoch === 1) optimizer.step = cosineDecay(0.05, { epochs: 4 });
      },
    };
    const store = memoryStore();
    const whole = await trained({ epochs: 4, checkpoint: store }, { signals: setting });
    const resume = (optimizer: Optimizer): Promise<Optimizer> =>
      optimizer.train(x, y, { epochs: 4, checkpoint: leftAfter(store, 2), resume: true });
    await expect(resume(optimizerOf())).rejects.toThrow(
      /Write optimizer\.step = cosineDecay\(0\.05, \{ epochs: 4 \}\) before train/,
    );
    const optimizer = optimizerOf();
    optimizer.step = cosineDecay(0.05, { epochs: 4 });
    expect(await outcomeOf(await resume(optimizer), x)).toEqual(await outcomeOf(whole, x));
  });

  it('and what another method has remembered is left aside where it is forced', async () => {
    const store = memoryStore();
    const make = (width: number) =>
      lbfgs(input(3).to(tanh(width), linear(2)), { seed: 3, reporter: recorder() });
    await make(4).train(x, y, { epochs: 3, checkpoint: store });
    const resumed = await make(5).train(x, y, { epochs: 6, checkpoint: store, resume: 'force' });
    expect(resumed.lastEpoch).toBe(6);
    await trained({ epochs: 8, checkpoint: store, resume: 'force' });
    expect(
      [...(store.kept.at(-1)?.tensors.keys() ?? [])].filter((name) => name.startsWith('method')),
    ).toEqual([]);
  });

  it('and one that is forced may be resumed as it is then', async () => {
    const store = await left();
    await trained({ epochs: 3, checkpoint: store, resume: 'force' }, { step: 0.002 });
    await trained({ epochs: 4, checkpoint: store, resume: true }, { step: 0.002 });
    expect(store.kept.at(-1)?.label.epoch).toBe(4);
  });

  it('but what changes nothing of what is learnt may be another', async () => {
    const reporter: Recorder = recorder();
    const resumed = await trained(
      { epochs: 4, checkpoint: await left(), resume: true },
      { verbose: true, showEpoch: 2, metrics: 'mae', reporter, signals: () => {} },
    );
    expect(resumed.history.train).toEqual((await trained({ epochs: 4 })).history.train);
    expect(reporter.warnings).toEqual([]);
  });
});

describe('checkpoints are taken', () => {
  const labelsOf = async (options: Omit<CheckpointOptions, 'store'>): Promise<string[]> => {
    const store = memoryStore();
    await trained({ epochs: 3, checkpoint: { store, ...options } });
    return store.kept.map(({ label: { epoch, update } }) => `${epoch}:${update}`);
  };

  it('after every epoch, unless told otherwise', async () => {
    expect(await labelsOf({})).toEqual(['1:5', '2:10', '3:15']);
  });

  it('after every so many epochs, and the last one', async () => {
    expect(await labelsOf({ everyEpochs: 2 })).toEqual(['2:10', '3:15']);
  });

  it('after every so many updates since the last', async () => {
    expect(await labelsOf({ everyEpochs: 99, everyUpdates: 4 })).toEqual(['0:4', '1:8', '2:12', '3:15']);
  });

  it('after so many seconds, but not while another one is being written', async () => {
    const store = memoryStore();
    let end = () => {};
    const slow: MemoryStore = {
      ...store,
      async write(checkpoint) {
        const isLast = checkpoint.label.update === 15;
        const isEnded = new Promise<void>((resolve) => {
          end = resolve;
        });
        if (!isLast) await isEnded;
        await store.write(checkpoint);
      },
    };
    const endEveryThird: Signal = {
      async updateEnd({ updatesMade }) {
        if (updatesMade % 3 !== 0) return;
        end();
        await nextTurn();
      },
    };
    await trained(
      { epochs: 3, checkpoint: { store: slow, everyEpochs: 99, everySeconds: 0 } },
      { signals: endEveryThird },
    );
    const taken = store.kept.map(({ label: { epoch, update } }) => `${epoch}:${update}`);
    expect(taken).toEqual(['0:1', '0:3', '1:6', '1:9', '2:12', '2:15', '3:15']);
  });

  it('never of an optimizer that was disposed of', async () => {
    const store = memoryStore();
    const disposing: Signal = {
      updateEnd: (optimizer) => {
        if (optimizer.updatesMade === 7) optimizer.dispose();
      },
    };
    await trained({ epochs: 3, checkpoint: store }, { signals: disposing });
    expect(store.kept.map(({ label }) => label.update)).toEqual([5]);
  });
});

describe('checkpoints that cannot be written', () => {
  function failing(store: MemoryStore, from: number): MemoryStore {
    let written = 0;
    return {
      ...store,
      write: async (checkpoint) => {
        written += 1;
        if (written === from) throw new Error('the disk is full');
        await store.write(checkpoint);
      },
    };
  }

  it('are told, and training goes on and tries again', async () => {
    const [reporter, store] = [recorder(), memoryStore()];
    const checkpoint = failing(store, 2);
    const optimizer = await trained({ epochs: 4, checkpoint }, { reporter });
    expect(reporter.warnings).toEqual([
      'A checkpoint was not written, and training goes on. the disk is full',
    ]);
    expect(store.kept.map(({ label }) => label.epoch)).toEqual([1, 3, 4]);
    expect(await outcomeOf(optimizer, x)).toEqual(await outcomeOf(await trained({ epochs: 4 }), x));
  });

  it('stop training where that is asked for, and what was written before stays', async () => {
    const store = memoryStore();
    const checkpoint = { store: failing(store, 2), onFailure: 'stop' } as const;
    await expect(trained({ epochs: 4, checkpoint })).rejects.toThrow('the disk is full');
    expect(store.kept.map(({ label }) => label.epoch)).toEqual([1]);
    const resumed = await trained({ epochs: 4, checkpoint: store, resume: true });
    expect(await outcomeOf(resumed, x)).toEqual(await outcomeOf(await trained({ epochs: 4 }), x));
  });

  it('are written one at a time, while training goes on', async () => {
    const store = memoryStore();
    let [underWay, most] = [0, 0];
    const slow: MemoryStore = {
      ...store,
      write: async (checkpoint) => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        await store.write(checkpoint);
        underWay -= 1;
      },
    };
    const optimizer = await trained({ epochs: 3, checkpoint: { store: slow, everyUpdates: 1 } });
    expect(most).toBe(1);
    expect(store.kept.at(-1)?.label).toEqual({ epoch: 3, update: optimizer.updatesMade });
  });
});

describe('the option checkpoint', () => {
  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['a number', 5, /a directory, or a store of checkpoints/],
    ['an empty text', '', /a directory, or a store of checkpoints/],
    ['neither a directory nor a store', { everyEpochs: 2 }, /got neither/],
    ['an unknown option', { directory: 'runs', every: 2 }, /every/],
    ['no epochs', { directory: 'runs', everyEpochs: 0 }, /everyEpochs/],
    ['how many a store keeps', { store: memoryStore(), keepLast: 2 }, /none beside a store/],
    ['what is no monitor', { directory: 'runs', keepBest: true }, /keepBest/],
    ['what is done otherwise', { directory: 'runs', onFailure: 'ignore' }, /onFailure/],
  ];

  it.each(wrong)('refuses %s', async (_, checkpoint, message) => {
    await expect(trained({ epochs: 1, checkpoint } as TrainOptions)).rejects.toThrow(message);
    expect(existsSync('runs')).toBe(false);
  });

  it('refuses to keep the best by what training has not', async () => {
    const checkpoint = { store: memoryStore(), keepBest: 'valid' };
    await expect(trained({ epochs: 1, checkpoint })).rejects.toThrow(/validation data/);
  });

  it('tells a store how good epochs are: less is better, of accuracies too', async () => {
    const store = memoryStore();
    const checkpoint = { store, keepBest: 'r2' };
    const optimizer = await trained(
      { epochs: 3, checkpoint },
      { metrics: 'r2', step: cosineDecay(0.1, { epochs: 3 }) },
    );
    const values = store.kept.map(({ label }) => label.value);
    expect(values).toEqual(optimizer.history.epochs.map(({ metrics }) => -(metrics?.['r2'] as number)));
  });
});
