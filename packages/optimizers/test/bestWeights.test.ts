import { beforeAll, describe, expect, it } from '@jest/globals';
import { NonFiniteError, OptionError } from '@neutype/errors';
import type { Loss } from '@neutype/losses';
import type { Metric } from '@neutype/metrics';
import { mean, memory, square, sub } from '@tensorflow/tfjs-core';
import {
  adam,
  type BestSignal,
  type EarlyStoppingOptions,
  type EpochRecord,
  earlyStopping,
  gradientDescent,
  keepBest,
  momentum,
  type Optimizer,
  type OptimizerOptions,
  type Schedule,
  type Signal,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

/*
 * A weight that begins at 1 and is trained towards 0 by a step of 0.1: 0.8, 0.64, 0.512, 0.4096, … The validation loss
 * (2w − 1)² is best after the third epoch.
 */
const BEST = { epoch: 3, weight: 0.512, value: 0.000576 };
const DATA = [[1], [0], [2], [1]] as const;

async function weightOf({ network }: Pick<Optimizer, 'network'>): Promise<number> {
  return (await network.parameters[0]!.read())[0]!;
}

async function trained(signals: Signal | Signal[], epochs = 20): Promise<Optimizer> {
  const optimizer = gradientDescent(oneWeight(), { step: 0.1, signals });
  return optimizer.train(...DATA, { epochs });
}

describe('earlyStopping', () => {
  it('stops after so many epochs without progress, says why, and restores the best weights', async () => {
    const reporter = recorder();
    const signals = earlyStopping({ patience: 3 });
    const optimizer = gradientDescent(oneWeight(), { step: 0.1, signals, reporter, verbose: true });
    await optimizer.train(...DATA, { epochs: 20 });
    expect(optimizer.lastEpoch).toBe(BEST.epoch + 3);
    expect(reporter.lines.at(-1)).toMatch(
      /Epoch #6 was stopped. Message: valid has got no better than 0.00057\d+, as in epoch 3, for 3 epochs$/,
    );
    expect(signals.best).toEqual({ epoch: BEST.epoch, value: expect.closeTo(BEST.value, 8) });
    expect(await weightOf(optimizer)).toBeCloseTo(BEST.weight, 6);
    expect(await optimizer.score([2], [1])).toBeCloseTo(BEST.value, 8);
  });

  it('leaves the last weights where it is told to', async () => {
    const optimizer = await trained(earlyStopping({ patience: 1, restoreBest: false }));
    expect(optimizer.lastEpoch).toBe(4);
    expect(await weightOf(optimizer)).toBeCloseTo(0.8 ** 4, 6);
  });

  it('takes no less than minDelta for progress, but keeps the best weights', async () => {
    const stopping = earlyStopping({ patience: 1, minDelta: 0.1 });
    // Validation losses of 0.36, 0.0784 and 0.000576: the third is better by less than 0.1.
    const optimizer = await trained(stopping);
    expect(optimizer.lastEpoch).toBe(3);
    expect(await weightOf(optimizer)).toBeCloseTo(BEST.weight, 6);
  });

  it('does not stop while the training loss that it looks at falls', async () => {
    const optimizer = await trained(earlyStopping({ monitor: 'train', patience: 1 }));
    expect(optimizer.lastEpoch).toBe(20);
    expect(await weightOf(optimizer)).toBeCloseTo(0.8 ** 20, 6);
  });

  it('judges each call of train by itself', async () => {
    const optimizer = await trained(earlyStopping({ patience: 2 }));
    expect(optimizer.lastEpoch).toBe(5);
    await optimizer.train(...DATA, { epochs: 20 });
    // From 0.512 the first epoch is the best of the second call.
    expect(optimizer.lastEpoch).toBe(5 + 3);
    expect(await weightOf(optimizer)).toBeCloseTo(0.8 ** 4, 6);
  });

  it('fails before the first update where there are no validation data', async () => {
    const optimizer = gradientDescent(oneWeight(), { signals: earlyStopping() });
    await expect(optimizer.train([[1]], [0])).rejects.toThrow(
      "earlyStopping, monitor: expected validation data, for it looks at 'valid', got none.",
    );
    expect(optimizer.updatesMade).toBe(0);
  });

  it.each<[string, EarlyStoppingOptions | object]>([
    ['patience', { patience: 0 }],
    ['minDelta', { minDelta: -1 }],
    ['mode', { mode: 'auto' }],
    ['monitor', { monitor: '' }],
    ['restoreBest', { restoreBest: 1 }],
    ["Did you mean 'restoreBest'?", { restorebest: true }],
  ])('refuses what cannot be meant: %s', (message, options) => {
    expect(() => earlyStopping(options)).toThrow(OptionError);
    expect(() => earlyStopping(options)).toThrow(message);
  });
});

/** What a signal does with metrics, for an optimizer that has no parameters. */
async function judge(
  signal: BestSignal,
  metrics: Pick<Metric, 'name' | 'greaterIsBetter'>,
  values: readonly (number | undefined)[],
): Promise<number | undefined> {
  let stopped: number | undefined;
  let epoch = 0;
  const optimizer = { network: { parameters: [] }, state: [], stop: () => (stopped ??= epoch) };
  const start = { epochs: 99, samples: 1, batchSize: 1, isValidated: true, metrics: [metrics as Metric] };
  await signal.trainStart?.(optimizer as unknown as Optimizer, start);
  for (const value of values) {
    epoch += 1;
    const record: EpochRecord = {
      epoch,
      train: 1,
      trainMean: 1,
      ...(value !== undefined && { metrics: { [metrics.name]: value } }),
      step: 0.1,
      seconds: 0,
      updates: 1,
    };
    await signal.epochEnd?.(optimizer as unknown as Optimizer, record);
  }
  return stopped;
}

describe('a monitored metric', () => {
  const accuracy = { name: 'accuracy', greaterIsBetter: true };
  const values = [0.5, 0.8, 0.7, Number.NaN, 0.75];

  it('shall become what the metric says is better', async () => {
    const rising = earlyStopping({ monitor: 'accuracy', patience: 3 });
    expect(await judge(rising, accuracy, values)).toBe(5);
    expect(rising.best).toEqual({ epoch: 2, value: 0.8 });
    const falling = earlyStopping({ monitor: 'mine', patience: 1 });
    expect(await judge(falling, { name: 'mine', greaterIsBetter: false }, [3, 2, 2.5])).toBe(3);
  });

  it('shall do what the mode says', async () => {
    const falling = keepBest({ monitor: 'accuracy', mode: 'min' });
    await judge(falling, accuracy, values);
    expect(falling.best).toEqual({ epoch: 1, value: 0.5 });
  });

  it('that is not followed is an error that names those that are, before training', async () => {
    await expect(judge(keepBest({ monitor: 'auc' }), accuracy, values)).rejects.toThrow(
      "keepBest, monitor: expected one of 'valid', 'train', 'accuracy', got 'auc'. Have the optimizer follow it: { metrics: ['auc'] }.",
    );
  });

  it.each([
    ['val_loss', "The loss of the validation data is 'valid' here."],
    ['valLoss', "The loss of the validation data is 'valid' here."],
    ['loss', "The mean training loss is 'train' here."],
    ['val_accuracy', "Did you mean 'accuracy'?"],
    ['val_auc', "{ metrics: ['auc'] }"],
  ])('by Keras’ name %s is answered with ours', async (monitor, remedy) => {
    await expect(judge(earlyStopping({ monitor, mode: 'min' }), accuracy, values)).rejects.toThrow(remedy);
  });

  it('that an unfinished epoch lacks counts for nothing', async () => {
    const signal = earlyStopping({ monitor: 'accuracy', patience: 1 });
    expect(await judge(signal, accuracy, [0.5, undefined])).toBeUndefined();
  });

  it('is that of the optimizer', async () => {
    const signal = keepBest({ monitor: 'mae' });
    const optimizer = gradientDescent(oneWeight(), { step: 0.1, signals: signal, metrics: ['mae'] });
    await optimizer.train(...DATA, { epochs: 9 });
    expect(signal.best).toEqual({ epoch: BEST.epoch, value: expect.closeTo(0.024, 6) });
    expect(await weightOf(optimizer)).toBeCloseTo(BEST.weight, 6);
  });
});

describe('keepBest', () => {
  it('trains to the end and restores the best weights', async () => {
    const signal = keepBest();
    const optimizer = await trained(signal, 9);
    expect(optimizer.lastEpoch).toBe(9);
    expect(signal.best?.epoch).toBe(BEST.epoch);
    expect(await weightOf(optimizer)).toBeCloseTo(BEST.weight, 6);
  });

  it('holds no more on the backend the more often training ends', async () => {
    const optimizer = momentum(oneWeight(), { step: 0.1, signals: keepBest() });
    await optimizer.train(...DATA, { epochs: 9 });
    const before = memory();
    for (let call = 0; call < 5; call++) await optimizer.train(...DATA, { epochs: 9 });
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });

  it('restores what the algorithm remembers, too: training goes on as if it had ended at the best epoch', async () => {
    const options = { ...xorOptions, step: 0.05, batchSize: 2 };
    const [x, y] = [xor.x, xor.y];
    const kept = momentum(xorNetwork(), { ...options, signals: keepBest({ mode: 'max', monitor: 'train' }) });
    await kept.train(x, y, { epochs: 12 });
    const means = kept.history.epochs.map(({ trainMean }) => trainMean);
    const best = means.indexOf(Math.max(...means)) + 1;
    expect(best).toBeLessThan(12);
    const reference = momentum(xorNetwork(), options);
    await reference.train(x, y, { epochs: best });
    await kept.train(x, y, { epochs: 1 });
    await reference.train(x, y, { epochs: 1 });
    expect(kept.history.train.slice(-2)).toEqual(reference.history.train.slice(-2));
  });
});

it('the error for a loss that is not finite advises no new network where weights are brought back', async () => {
  // The last update has a gradient of about 20 and a step of 3e38.
  const optimizer = gradientDescent(oneWeight(), {
    step: diverging(),
    signals: keepBest({ monitor: 'train' }),
  });
  await expect(optimizer.train([1], [-10], { epochs: 5 })).rejects.toThrow(
    'The network gets back weights from before: linear-1.weight is not finite.',
  );
  expect(await weightOf(optimizer)).toBeLessThan(1);
  expect(Number.isFinite(await weightOf(optimizer))).toBe(true);
});

/** Ways in which training ends in its sixth epoch. */
interface Ending {
  readonly step?: Schedule;
  readonly loss?: Loss;
  readonly signal?: Signal;
  readonly abort?: AbortController;
  readonly fails?: object;
}

function failingLoss(updates: number): Loss {
  let calls = 0;
  return {
    name: 'failing',
    replayable: false,
    compute: (targets, outputs) => {
      calls += 1;
      // Each epoch computes the loss of a batch, and that of the validation data.
      if (calls === 2 * updates - 1) throw new RangeError('a kernel failed');
      return mean(square(sub(targets, outputs)));
    },
  } as Loss;
}

function diverging(): Schedule {
  return { name: 'diverging', at: ({ update }) => (update === 4 ? 3e38 : 0.1) };
}

const endings: [string, () => Ending][] = [
  [
    'stop',
    () => ({ signal: { epochEnd: (optimizer, { epoch }) => epoch === 6 && optimizer.stop() } as Signal }),
  ],
  [
    'an abort',
    () => {
      const abort = new AbortController();
      return { abort, signal: { epochEnd: (_, { epoch }) => void (epoch === 6 && abort.abort()) } };
    },
  ],
  [
    'a signal that throws',
    () => ({
      fails: RangeError,
      signal: {
        epochEnd: (_, { epoch }) => {
          if (epoch === 6) throw new RangeError('broken');
        },
      },
    }),
  ],
  ['a kernel that fails', () => ({ fails: RangeError, loss: failingLoss(6) })],
  ['a loss that is not finite', () => ({ fails: NonFiniteError, step: diverging() })],
];

describe.each(endings)('after %s', (_, make) => {
  it.each<[string, (options: OptimizerOptions) => Optimizer]>([
    ['gradientDescent', (options) => gradientDescent(oneWeight(), options)],
    ['momentum', (options) => momentum(oneWeight(), { momentum: 0.1, ...options })],
    ['adam', (options) => adam(oneWeight(), options)],
  ])('%s has the weights of its best epoch, its history, and trains on', async (_, optimizerOf) => {
    const ending = make();
    const keeping = keepBest();
    const { step = 0.1, loss = 'mse' } = ending;
    const optimizer = optimizerOf({
      step,
      loss,
      signals: [keeping, ...(ending.signal ? [ending.signal] : [])],
    });
    const training = optimizer.train(...DATA, {
      epochs: 30,
      ...(ending.abort && { signal: ending.abort.signal }),
    });
    if (ending.fails) await expect(training).rejects.toThrow(ending.fails as new () => Error);
    else await training;
    const epochs = optimizer.lastEpoch;
    expect(epochs).toBeGreaterThan(3);
    expect(optimizer.history.epochs).toHaveLength(epochs);
    expect(optimizer.history.train.every(Number.isFinite)).toBe(true);
    const best = keeping.best!;
    expect(best.value).toBe(Math.min(...optimizer.history.valid.filter(Number.isFinite)));
    expect((2 * (await weightOf(optimizer)) - 1) ** 2).toBeCloseTo(best.value, 5);
    optimizer.step = 0.01;
    await optimizer.train(...DATA, { epochs: 2 });
    expect(optimizer.lastEpoch).toBe(epochs + 2);
    expect(optimizer.history.train.every(Number.isFinite)).toBe(true);
  });
});
