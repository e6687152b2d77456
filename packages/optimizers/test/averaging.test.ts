import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { batchNorm, dropout, input, layer, linear, type Network, softmax, tanh } from '@neutype/layers';
import type { Metric } from '@neutype/metrics';
import { ndarray, toNdArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { engine, memory, mul } from '@tensorflow/tfjs-core';
import {
  type Averaging,
  ema,
  keepBest,
  momentum,
  type Optimizer,
  type OptimizerOptions,
  swa,
} from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';
import {
  array,
  expectWeights,
  follow,
  type Packed,
  problemNetwork,
  readTrajectories,
  type Trajectory,
} from './trajectories.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});

interface AveragedTrajectory extends Trajectory {
  readonly average: { readonly kind: 'ema' | 'swa'; readonly decay: number; readonly from: number };
  readonly averages: Trajectory['final'];
}

function averagingOf({ kind, ...options }: AveragedTrajectory['average']): Averaging {
  return kind === 'ema' ? ema(options) : swa(options);
}

describe('the mean of weights over sixty updates agrees with PyTorch’s AveragedModel', () => {
  it.each(Object.entries(readTrajectories<AveragedTrajectory>('average')))('%s', async (_, run) => {
    const network = problemNetwork();
    const average = averagingOf(run.average);
    const optimizer = await follow(
      network,
      (model, options) => momentum(model, { momentum: 0, ...options, average }),
      run,
    );
    expect(optimizer.replay).toBe('replayed');
    await expectWeights(network, run.final);
    await optimizer.applyAverages();
    await expectWeights(network, run.averages);
  });
});

const x = ndarray(random(1).fillNormal(new Float32Array(24 * 4)), [24, 4]);
const y = ndarray(Array.from({ length: 24 }, (_, i) => [0, 1, 2].map((c) => (i % 3 === c ? 1 : 0))));

function trained(average: Averaging | null, epochs = 5, build = classifier): Promise<Optimizer> {
  return begun(average, build()).train(x, y, x, y, { epochs });
}

function begun(average: Averaging | null, network: Network, options: OptimizerOptions = {}): Optimizer {
  const loss = 'categoricalCrossentropy';
  return momentum(network, { loss, average, batchSize: 8, seed: 0, reporter: recorder(), ...options });
}

function classifier(): Network {
  return input(4).to(tanh(5), softmax(3));
}

describe('averaged weights', () => {
  it('predict and score on request, as the network does once they are put into it', async () => {
    const optimizer = await trained(ema({ decay: 0.9 }));
    const [plain, averaged] = [await optimizer.predict(x), await optimizer.predict(x, { averaged: true })];
    const scores = [await optimizer.score(x, y), await optimizer.score(x, y, { averaged: true })];
    expect([...averaged.data]).not.toEqual([...plain.data]);
    expect(scores[1]).not.toBe(scores[0]);
    expect([...(await optimizer.predict(x)).data]).toEqual([...plain.data]);

    await optimizer.applyAverages();
    expect([...(await optimizer.predict(x)).data]).toEqual([...averaged.data]);
    expect(await optimizer.score(x, y)).toBe(scores[1]);
  });

  it('are replayed in predictions, and leave updates replayed', async () => {
    const optimizer = await trained(ema({ decay: 0.9 }));
    const predictions: number[][] = [];
    for (let time = 0; time < 4; time++) {
      predictions.push([...(await optimizer.predict(x, { averaged: true })).data]);
    }
    const launch = jest.spyOn(engine(), 'runKernel');
    predictions.push([...(await optimizer.predict(x, { averaged: true })).data]);
    await optimizer.train(x, y, { epochs: 2 });
    const launches = launch.mock.calls.length;
    launch.mockRestore();
    expect(launches).toBe(0);
    for (const prediction of predictions) expect(prediction).toEqual(predictions[0]);
  });

  it('change nothing of training, to the last bit', async () => {
    const [plain, averaged] = [await trained(null), await trained(ema({ inValidation: true }))];
    expect(averaged.history.train).toEqual(plain.history.train);
  });

  it.each<[string, (inValidation: boolean) => Averaging]>([
    ['ema', (inValidation) => ema({ decay: 0.9, inValidation })],
    ['swa', (inValidation) => swa({ from: 2, inValidation })],
  ])('by %s are validated on request', async (_, make) => {
    const validated = await trained(make(true));
    expect(validated.history.valid.at(-1)).toBe(await validated.score(x, y, { averaged: true }));
    const plain = await trained(make(false));
    expect(plain.history.valid.at(-1)).toBe(await plain.score(x, y));
    expect(validated.history.valid.at(-1)).not.toBe(plain.history.valid.at(-1));
  });

  it('of the best epoch come back with its weights, by which they are then the best that were validated', async () => {
    const average = ema({ decay: 0.6, inValidation: true });
    const optimizer = begun(average, classifier(), { step: 1, signals: keepBest() });
    await optimizer.train(x, y, x.rows(0, 8), y.rows(0, 8), { epochs: 30 });
    const { valid } = optimizer.history;
    const best = Math.min(...valid);
    expect(valid.indexOf(best)).toBeLessThan(29);
    await optimizer.applyAverages();
    expect(await optimizer.score(x.rows(0, 8), y.rows(0, 8))).toBe(best);
  });

  it('are what metrics measure where they are validated', async () => {
    const network = classifier();
    const average = ema({ decay: 0.99, inValidation: true });
    const first: Metric = {
      name: 'first',
      greaterIsBetter: true,
      compute: (_, outputs) => toNdArray(outputs, 'outputs').data[0] as number,
    };
    const optimizer = begun(average, network, { metrics: [first] });
    await optimizer.train(x, y, x, y, { epochs: 3 });
    const [expected] = (await optimizer.predict(x, { averaged: true })).data;
    expect(optimizer.history.epochs.at(-1)!.metrics).toEqual({ first: expected });
  });

  it('are the weights until there is a mean', async () => {
    const optimizer = await trained(swa({ from: 9 }));
    const plain = [...(await optimizer.predict(x)).data];
    expect([...(await optimizer.predict(x, { averaged: true })).data]).toEqual(plain);
    await optimizer.applyAverages();
    expect([...(await optimizer.predict(x)).data]).toEqual(plain);
  });

  it('hold those weights that are frozen as they are', async () => {
    const network = classifier();
    network.freeze('tanh-1');
    const optimizer = await begun(ema({ decay: 0.5 }), network).train(x, y, { epochs: 2 });
    const before = await network.parameters[0]!.read();
    await optimizer.applyAverages();
    expect(await network.parameters[0]!.read()).toEqual(before);
  });

  it('go along to another backend', async () => {
    const optimizer = await trained(ema({ decay: 0.9 }));
    const seen = async (): Promise<number[]> => {
      const [plain, averaged] = [await optimizer.predict(x), await optimizer.predict(x, { averaged: true })];
      return [...plain.data, ...averaged.data];
    };
    const before = await seen();
    try {
      await optimizer.moveToBackend('stock');
      for (const [index, value] of (await seen()).entries()) expect(value).toBeCloseTo(before[index]!, 5);
    } finally {
      await optimizer.moveToBackend('cpu');
    }
    expect(await seen()).toEqual(before);
  });

  it('leave the weights in place where the network fails while it has the averages', async () => {
    let fails = false;
    const fragile = layer({
      kind: 'fragile',
      forward: (value) => {
        if (fails) throw new Error('broken');
        return mul(value, 1);
      },
    });
    const network = input(4).to(tanh(5), fragile, softmax(3));
    const optimizer = await begun(ema({ decay: 0.9 }), network).train(x, y, { epochs: 3 });
    const before = [...(await network.predict(x)).data];
    fails = true;
    await expect(optimizer.predict(x, { averaged: true })).rejects.toThrow('broken');
    fails = false;
    expect([...(await network.predict(x)).data]).toEqual(before);
  });

  it('leave no tensors behind', async () => {
    const before = memory().numTensors;
    const network = classifier();
    const optimizer = await begun(swa({ from: 1, inValidation: true }), network).train(x, y, x, y, {
      epochs: 6,
    });
    await optimizer.predict(x, { averaged: true });
    await optimizer.applyAverages();
    await optimizer.refreshStatistics(x);
    optimizer.dispose();
    network.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('statistics that are taken anew', () => {
  const golden = JSON.parse(readFileSync(new URL('./golden/updateBn.json', import.meta.url), 'utf8')) as {
    readonly batchSize: number;
    readonly x: Packed;
    readonly initial: Record<string, Packed>;
    readonly statistics: Record<string, Packed>;
  };

  function build(): Network {
    const network = input(3).to(linear(4), batchNorm(), tanh(), linear(2), batchNorm());
    network.initialize(random(0));
    for (const { name, write } of writers(network))
      if (golden.initial[name]) write(golden.initial[name].data);
    return network;
  }

  function writers({ parameters }: Network) {
    return parameters.map((parameter) => ({
      name: parameter.name,
      write: (values: ArrayLike<number>) => parameter.write(values),
    }));
  }

  it('agree with PyTorch’s update_bn, and leave weights alone', async () => {
    const network = build();
    for (const { name, write } of writers(network)) {
      if (name.endsWith('runningMean')) write(new Array(golden.statistics[name]!.data.length).fill(7));
    }
    await momentum(network).refreshStatistics(array(golden.x), { batchSize: golden.batchSize });
    const chosen = (names: Record<string, Packed>) => ({
      parameters: network.parameters.filter(({ name }) => name in names),
    });
    await expectWeights(chosen(golden.statistics), golden.statistics);
    await expectWeights(chosen(golden.initial), golden.initial);
  });

  it('are drawn with dropout from the seed, and leave a last batch out that is too small', async () => {
    const statisticsOf = async (seed: number, rows: number): Promise<number[]> => {
      const network = input(4).to(dropout(0.5), batchNorm());
      await momentum(network, { seed }).refreshStatistics(x.rows(0, rows), { batchSize: 8 });
      return [...(await network.parameters[2]!.read())];
    };
    expect(await statisticsOf(1, 17)).toEqual(await statisticsOf(1, 16));
    expect(await statisticsOf(1, 16)).not.toEqual(await statisticsOf(2, 16));
    await expect(statisticsOf(1, 1)).rejects.toThrow(
      'refreshStatistics: expected batches of at least 2 samples',
    );
  });
});

describe('the option average refuses', () => {
  it.each<[string, () => unknown, string]>([
    [
      'what does not average',
      () => momentum(oneWeight(), { average: 0.9 as never }),
      'expected what ema or swa makes',
    ],
    ['a decay of 1', () => ema({ decay: 1 }), 'ema, option decay: expected a number from 0 and below 1'],
    [
      'a warm-up that is a number',
      () => ema({ warmup: 10 as never }),
      'ema, option warmup: expected true or false',
    ],
    ['an unknown option', () => ema({ rate: 1 } as never), "got 'rate'"],
    ['epochs from 0', () => swa({ from: 0 }), 'swa, option from: expected a whole number from 1'],
    ['no first epoch', () => swa({} as never), 'swa, option from: expected a whole number from 1'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it('to predict with averages that nobody keeps', async () => {
    const optimizer = momentum(oneWeight());
    const message = 'expected an optimizer with the option average, got one that keeps no averages.';
    await expect(optimizer.predict([[1]], { averaged: true })).rejects.toThrow(message);
    await expect(optimizer.score([[1]], [1], { averaged: true })).rejects.toThrow(message);
    await expect(optimizer.applyAverages()).rejects.toThrow(message);
    await expect(optimizer.predict([[1]], { averaged: 1 as never })).rejects.toThrow(
      'expected true or false, got 1',
    );
  });

  it('is told in the log by name', () => {
    const lines = [ema(), ema({ decay: 0.5, warmup: true }), swa({ from: 3 })].map((average) => {
      const reporter = recorder();
      momentum(oneWeight(), { average, reporter, verbose: true, seed: 0 });
      return reporter.lines.find((line) => line.includes('average'));
    });
    expect(lines).toEqual([
      '[OPTION] average = ema(0.999)',
      '[OPTION] average = ema(0.5, warmup)',
      '[OPTION] average = swa(from 3)',
    ]);
  });
});
