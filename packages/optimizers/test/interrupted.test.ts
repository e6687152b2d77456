import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { batchNorm, dropout, input, type Network, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory } from '@tensorflow/tfjs-core';
import { adam, ema, lbfgs, momentum, type Optimizer, type OptimizerOptions } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);
afterEach(() => {
  jest.restoreAllMocks();
});

const SAMPLES = 24;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 6)), [SAMPLES, 6]);
const y = ndarray(
  Float32Array.from({ length: SAMPLES * 3 }, (_, index) => Number((index * 7) % 3 === 0)),
  [SAMPLES, 3],
);
const options: OptimizerOptions = {
  loss: 'categoricalCrossentropy',
  batchSize: 8,
  seed: 0,
  reporter: recorder(),
};

function network(): Network {
  return input(6).to(relu(8), batchNorm(), dropout(0.2), softmax(3));
}

/** A clock by which every launch takes 20 ms, so that others run after each of them. */
function slowClock(): void {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => {
    now += 20;
    return now;
  });
}

/** An optimizer whose updates are replayed, divided into their launches. */
async function trained(
  make: (network: Network, options: OptimizerOptions) => Optimizer = adam,
  more: OptimizerOptions = {},
  of: Network = network(),
): Promise<Optimizer> {
  slowClock();
  const optimizer = make(of, { ...options, ...more });
  await optimizer.train(x, y, { epochs: 8 });
  return optimizer;
}

/** Does something in every turn of the event loop until training is done. */
async function inTurns(training: Promise<unknown>, act: (turn: number) => unknown): Promise<number> {
  let [turn, isDone] = [0, false];
  let failure: unknown;
  const next = async (): Promise<void> => {
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return;
      turn += 1;
      try {
        await act(turn);
      } catch (error) {
        failure = error;
        return;
      }
    }
  };
  const acting = next();
  try {
    await training;
  } finally {
    isDone = true;
  }
  await acting;
  if (failure !== undefined) throw failure;
  return turn;
}

function weightsOf(network: Network): Promise<readonly (readonly number[])[]> {
  return Promise.all(network.parameters.map(async (parameter) => [...(await parameter.read())]));
}

describe('an update in parts', () => {
  it.each<[string, (network: Network, options: OptimizerOptions) => Optimizer, OptimizerOptions]>([
    ['adam', adam, {}],
    ['momentum with gradients of two batches', momentum, { accumulate: 2 }],
    ['adam with averaged weights', adam, { average: ema({ inValidation: true }) }],
    ['lbfgs', lbfgs, { batchSize: null }],
  ])('lets others run several times, and has the same bits: %s', async (_, make, more) => {
    const plain = make(network(), { ...options, ...more });
    await plain.train(x, y, x, y, { epochs: 12 });
    slowClock();
    const optimizer = make(network(), { ...options, ...more });
    await optimizer.train(x, y, x, y, { epochs: 8 });
    const updates = optimizer.updatesMade;
    const turns = await inTurns(optimizer.train(x, y, x, y, { epochs: 4 }), () => {});
    expect(turns).toBeGreaterThan(5 * (optimizer.updatesMade - updates));
    expect(optimizer.history.train).toEqual(plain.history.train);
    expect(optimizer.history.valid).toEqual(plain.history.valid);
    expect(await weightsOf(optimizer.network as Network)).toEqual(await weightsOf(plain.network as Network));
  });

  it('shows others the weights as they are between updates, and never some of an update', async () => {
    const between = new Set<string>();
    const reading = async (optimizer: Optimizer): Promise<string> =>
      JSON.stringify(await weightsOf(optimizer.network as Network));
    const watched = adam(network(), {
      ...options,
      signals: { updateEnd: async (one) => void between.add(await reading(one)) },
    });
    await watched.train(x, y, { epochs: 12 });
    const optimizer = await trained();
    const seen = new Set<string>();
    await inTurns(optimizer.train(x, y, { epochs: 4 }), async () => void seen.add(await reading(optimizer)));
    expect(seen.size).toBeGreaterThan(5);
    expect([...seen].filter((weights) => !between.has(weights))).toEqual([]);
  });

  it('counts an update before anybody sees its weights', async () => {
    const made = new Map<string, number>();
    const reading = async (optimizer: Optimizer): Promise<string> =>
      JSON.stringify(await weightsOf(optimizer.network as Network));
    const watched = adam(network(), {
      ...options,
      signals: { updateEnd: async (one) => void made.set(await reading(one), one.updatesMade) },
    });
    await watched.train(x, y, { epochs: 12 });
    const optimizer = await trained();
    await inTurns(optimizer.train(x, y, { epochs: 4 }), async () => {
      const weights = optimizer.network.parameters.map((parameter) => [...parameter.variable.dataSync()]);
      expect(made.get(JSON.stringify(weights))).toBe(optimizer.updatesMade);
    });
  });

  it.each<[string, (optimizer: Optimizer) => Promise<unknown>]>([
    ['optimizer.predict', (optimizer) => optimizer.predict(x.rows(0, 5))],
    ['network.predict', (optimizer) => (optimizer.network as Network).predict(x.rows(0, 5))],
    ['several predictions at a time', (one) => Promise.all([5, 7, 5].map((n) => one.predict(x.rows(0, n))))],
    ['averaged predictions', (optimizer) => optimizer.predict(x.rows(0, 5), { averaged: true })],
    ['score', (optimizer) => optimizer.score(x.rows(0, 5), y.rows(0, 5))],
  ])('is not changed by %s meanwhile, nor changes it', async (_, ask) => {
    const average = ema();
    const answers = new Set<string>();
    const texts = (given: unknown): string[] => [given].flat().map((one) => JSON.stringify(one));
    const noteAnswers = (given: unknown): void => {
      for (const text of texts(given)) answers.add(text);
    };
    const watched = adam(network(), {
      ...options,
      average,
      signals: { updateEnd: async (one) => void noteAnswers(await ask(one)) },
    });
    await watched.train(x, y, { epochs: 12 });
    const optimizer = await trained(adam, { average });
    const seen: string[] = [];
    await inTurns(optimizer.train(x, y, { epochs: 4 }), async () => {
      seen.push(...texts(await ask(optimizer)));
    });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.filter((answer) => !answers.has(answer))).toEqual([]);
    expect(optimizer.history.train).toEqual(watched.history.train);
  });

  it('goes on beside the updates of another network, with the same bits', async () => {
    const alone = [adam(network(), options), momentum(network(), { ...options, seed: 1 })];
    for (const one of alone) await one.train(x, y, { epochs: 12 });
    const both = [await trained(), await trained(momentum, { seed: 1 })];
    await Promise.all(both.map((one) => one.train(x, y, { epochs: 4 })));
    for (const [index, one] of both.entries()) expect(one.history.train).toEqual(alone[index]!.history.train);
  });

  it('takes the learning rate that was set before it, and the next one that which was set in it', async () => {
    const rates: number[] = [];
    const optimizer = await trained(momentum, { signals: { updateEnd: (one) => void rates.push(one.step) } });
    rates.length = 0;
    const turns = await inTurns(optimizer.train(x, y, { epochs: 2 }), (turn) => {
      if (turn === 3) optimizer.step = 0;
    });
    expect(turns).toBeGreaterThan(6);
    expect(rates).toEqual([0, 0, 0, 0, 0, 0]);
    const before = await weightsOf(optimizer.network as Network);
    await optimizer.train(x, y, { epochs: 1 });
    const after = await weightsOf(optimizer.network as Network);
    expect(after[0]).toEqual(before[0]);
  });

  it('is whole where training is stopped in it', async () => {
    const optimizer = await trained();
    const updates = optimizer.updatesMade;
    const controller = new AbortController();
    await inTurns(optimizer.train(x, y, { epochs: 4, signal: controller.signal }), (turn) => {
      if (turn === 3) controller.abort();
    });
    expect(optimizer.updatesMade).toBe(updates + 1);
    expect(optimizer.history.train).toHaveLength(updates + 1);
    await optimizer.train(x, y, { epochs: 1 });
  });

  it('is whole where the optimizer is disposed of in it, which ends training and frees everything', async () => {
    const of = network();
    of.initialize(random(0));
    for (const { variable } of of.parameters) void variable;
    const before = memory().numTensors;
    const optimizer = await trained(adam, {}, of);
    await inTurns(optimizer.train(x, y, { epochs: 4 }), (turn) => {
      if (turn === 3) optimizer.dispose();
    });
    expect(memory().numTensors).toBe(before);
    expect(optimizer.updatesMade).toBe(25);
    await expect(optimizer.predict(x)).rejects.toThrow('disposed of');
  });

  it('is done with the old weights where somebody writes others, which stay', async () => {
    const optimizer = await trained();
    const [first] = optimizer.network.parameters;
    let written = false;
    const given = new Float32Array(first!.size).fill(0.25);
    const training = optimizer.train(x, y, { epochs: 4 });
    await inTurns(training, (turn) => {
      if (turn !== 3) return;
      first!.write(given);
      written = true;
      optimizer.stop();
    });
    expect(written).toBe(true);
    expect([...(await first!.read())]).toEqual([...given]);
  });
});
