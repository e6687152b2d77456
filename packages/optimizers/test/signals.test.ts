import { beforeAll, describe, expect, it } from '@jest/globals';
import { DisposedError, OptionError } from '@neutype/core';
import { random } from '@neutype/random';
import { memory } from '@tensorflow/tfjs-core';
import {
  earlyStopping,
  keepBest,
  momentum,
  type Optimizer,
  recordSteps,
  type Signal,
  type SignalFunction,
  StopTraining,
  timeLimit,
  updateLimit,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

type Handler = Exclude<keyof Signal, 'memory' | 'name' | 'restoresWeights'>;
const handlers: Handler[] = ['trainStart', 'epochStart', 'updateEnd', 'epochEnd', 'trainEnd'];

/** Updates that have been made when a handler is first called. */
const updatesBefore = { trainStart: 0, epochStart: 0, updateEnd: 1, epochEnd: 1, trainEnd: 4 };

function hearing(
  handler: Handler,
  answer: () => unknown,
): { optimizer: Optimizer; training: Promise<unknown> } {
  const signals = { [handler]: answer } as Signal;
  const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
  return { optimizer, training: optimizer.train(xor.x, xor.y, { epochs: 4 }) };
}

it('a signal that was not called to make one is an error that says so', async () => {
  const making = (make: unknown) => () =>
    momentum(xorNetwork(), { ...xorOptions, signals: make as SignalFunction });
  for (const make of [recordSteps, keepBest, earlyStopping, timeLimit, updateLimit]) {
    expect(making(make)).toThrow(
      `option signals: expected signals, got the function ${make.name}, which makes one. Write ${make.name}().`,
    );
  }
  function ofPath(path: unknown): never {
    throw new OptionError({ where: 'ofPath, path', expected: 'a path', received: typeof path });
  }
  await expect(making(ofPath)().train(xor.x, xor.y, { epochs: 1 })).rejects.toThrow(
    'got the function ofPath, which makes one. Write ofPath().',
  );
  function whole(): Signal {
    return { epochEnd: () => {} };
  }
  const signals = whole as unknown as SignalFunction;
  const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
  await expect(optimizer.train(xor.x, xor.y, { epochs: 1 })).rejects.toThrow(
    'option signals: expected signals, got the function whole, which makes one. Write whole().',
  );
});

describe.each(handlers)('a signal’s %s', (handler) => {
  it.each([
    ['a number', 3],
    ['nothing', undefined],
    ['null', null],
    ['an object whose catch is no function', { catch: 1 }],
  ])('may return %s', async (_, value) => {
    const { optimizer, training } = hearing(handler, () => value);
    await training;
    expect(optimizer.updatesMade).toBe(4);
  });

  it('is waited for when it returns a promise', async () => {
    const order: string[] = [];
    const answer = async (): Promise<void> => {
      order.push('asked');
      await new Promise((resolve) => setTimeout(resolve, 2));
      order.push('answered');
    };
    await hearing(handler, answer).training;
    expect(order.length).toBeGreaterThan(0);
    for (const [index, what] of order.entries()) expect(what).toBe(index % 2 === 0 ? 'asked' : 'answered');
  });

  it('may dispose of the optimizer, which ends training without leaking', async () => {
    const network = xorNetwork();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = memory();
    const signals: Signal = { [handler]: (optimizer: Optimizer) => optimizer.dispose() };
    const optimizer = momentum(network, { ...xorOptions, signals });
    await optimizer.train(xor.x, xor.y, xor.x.slice(1), xor.y.slice(1), { epochs: 4 });
    expect(optimizer.history.train).toHaveLength(updatesBefore[handler]);
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
    await expect(optimizer.train(xor.x, xor.y)).rejects.toThrow(DisposedError);
  });

  it.each([
    [
      'throws',
      () => {
        throw new StopTraining('enough');
      },
    ],
    ['rejects with', () => Promise.reject(new StopTraining('enough'))],
  ])('stops training when it %s StopTraining', async (_, answer) => {
    const { optimizer, training } = hearing(handler, answer);
    await training;
    expect(optimizer.updatesMade).toBe(updatesBefore[handler]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new RangeError('broken');
      },
    ],
    ['rejects with', () => Promise.reject(new RangeError('broken'))],
  ])('makes training fail when it %s another error, and the optimizer works on', async (_, answer) => {
    const { optimizer, training } = hearing(handler, answer);
    await expect(training).rejects.toThrow(new RangeError('broken'));
    expect(optimizer.updatesMade).toBe(updatesBefore[handler]);
    expect((await optimizer.predict(xor.x)).shape).toEqual([4, 1]);
  });
});
