import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { configureEngine } from '@neutype/backend-cpu';
import { BackendUnavailableError, currentBackend, useBackend } from '@neutype/core';
import { momentum, type Optimizer, type Signal } from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});
beforeEach(activateBackend);

const epochs = 40;

/** Two updates an epoch, with so much momentum that a velocity that got lost shows at once. */
async function trained(signals: Signal): Promise<Optimizer> {
  const options = { ...xorOptions, batchSize: 3, momentum: 0.95, nesterov: true, shuffleData: true };
  const optimizer = momentum(xorNetwork(), { ...options, signals, reporter: recorder() });
  await optimizer.train(xor.x, xor.y, xor.x, xor.y, { epochs });
  return optimizer;
}

function expectSameTraining(actual: Optimizer, expected: Optimizer): void {
  expect(actual.history.train.length).toBe(2 * epochs);
  expect(actual.updatesMade).toBe(2 * epochs);
  expectSameLosses(actual, expected);
}

function expectSameLosses(actual: Optimizer, expected: Optimizer): void {
  for (const list of ['train', 'valid'] as const) {
    for (const [index, loss] of expected.history[list].entries()) {
      expect(actual.history[list][index]).toBeCloseTo(loss, 4);
    }
  }
}

/** Asks for backends in the middle of the epochs given. */
function movingAt(plan: Readonly<Record<number, string>>, seen: (string | undefined)[] = []): Signal {
  return {
    updateEnd: (optimizer, { epoch, done }) => {
      if (done === 1 && plan[epoch]) void optimizer.moveToBackend(plan[epoch]);
    },
    epochEnd: (_, { epoch }) => {
      if (plan[epoch]) seen.push(currentBackend());
    },
  };
}

describe('moving to another backend', () => {
  it('while training keeps weights and velocities, there and back', async () => {
    const stayed = await trained({ epochEnd: () => {} });
    const seen: (string | undefined)[] = [];
    const moved = await trained(movingAt({ 5: 'stock', 20: 'cpu', 30: 'stock' }, seen));
    expect(seen).toEqual(['stock', 'cpu', 'stock']);
    expectSameTraining(moved, stayed);
  });

  it('between two calls of train keeps weights and velocities', async () => {
    const [stayed, moved] = [momentum(xorNetwork(), xorOptions), momentum(xorNetwork(), xorOptions)];
    await stayed.train(xor.x, xor.y, { epochs: 40 });
    await moved.train(xor.x, xor.y, { epochs: 20 });
    await moved.moveToBackend('stock');
    expect(currentBackend()).toBe('stock');
    await moved.train(xor.x, xor.y, { epochs: 20 });
    for (const [index, loss] of stayed.history.train.entries()) {
      expect(moved.history.train[index]).toBeCloseTo(loss, 4);
    }
    expect((await moved.predict(xor.x)).data[1]).toBeCloseTo((await stayed.predict(xor.x)).data[1]!, 4);
  });

  it('fails for a backend that does not exist and stays where it was', async () => {
    const refused: unknown[] = [];
    const signals: Signal = {
      updateEnd: (optimizer, { epoch, done }) => {
        if (epoch === 2 && done === 1)
          optimizer.moveToBackend('nowhere').catch((error) => refused.push(error));
      },
    };
    expectSameTraining(await trained(signals), await trained({ epochEnd: () => {} }));
    expect(refused).toEqual([expect.any(BackendUnavailableError)]);
    expect(currentBackend()).toBe('cpu');
  });
});

describe('a signal may wait for the move', () => {
  const handlers = ['trainStart', 'epochStart', 'updateEnd', 'epochEnd', 'trainEnd'] as const;

  it.each(handlers)('in %s, and training goes on after it', async (handler) => {
    const seen: (string | undefined)[] = [];
    const moved = await trained({
      [handler]: async (optimizer: Optimizer) => {
        if (seen.length > 0) return;
        seen.push(currentBackend());
        await optimizer.moveToBackend('stock');
        seen.push(currentBackend());
      },
    });
    expect(seen).toEqual(['cpu', 'stock']);
    expect(currentBackend()).toBe('stock');
    await activateBackend();
    expectSameTraining(moved, await trained({ epochEnd: () => {} }));
  });

  it('after waiting for something else, more than once', async () => {
    const seen: (string | undefined)[] = [];
    const moved = await trained({
      epochEnd: async (optimizer, { epoch }) => {
        if (epoch !== 2) return;
        for (const backend of ['stock', 'cpu', 'asynchronous']) {
          await new Promise((resolve) => setImmediate(resolve));
          await optimizer.moveToBackend(backend);
          seen.push(currentBackend());
        }
      },
    });
    expect(seen).toEqual(['stock', 'cpu', 'asynchronous']);
    await activateBackend();
    expectSameTraining(moved, await trained({ epochEnd: () => {} }));
  });

  it('and sees its failure', async () => {
    const moving = trained({
      epochEnd: async (optimizer, { epoch }) => {
        if (epoch === 2) await optimizer.moveToBackend('nowhere');
      },
    });
    await expect(moving).rejects.toThrow(BackendUnavailableError);
  });

  it('and may fail itself during the move', async () => {
    await useBackend('asynchronous'); // from where a move takes a while
    const moving = trained({
      epochEnd: async (optimizer, { epoch }) => {
        if (epoch < 2) return;
        void optimizer.moveToBackend('stock');
        await Promise.resolve();
        throw new RangeError('broken');
      },
    });
    await expect(moving).rejects.toThrow(new RangeError('broken'));
  });

  it('and may leave it to the end of training if that is near', async () => {
    let moved: Promise<void> | undefined;
    await trained({
      epochEnd: (optimizer, { epoch }) => {
        if (epoch === epochs) moved = optimizer.moveToBackend('stock');
      },
    });
    await moved;
    expect(moved).toBeInstanceOf(Promise);
    expect(currentBackend()).toBe('stock');
  });

  it('and may ask for another one first, which rejects the first', async () => {
    const moves: Promise<unknown>[] = [];
    const signals: Signal = {
      updateEnd: (running, { epoch }) => {
        if (epoch !== 1) return;
        for (const backend of ['cpu', 'stock']) {
          moves.push(running.moveToBackend(backend).catch((error: unknown) => String(error)));
        }
      },
    };
    const asked = momentum(xorNetwork(), { ...xorOptions, signals });
    await asked.train(xor.x, xor.y, { epochs: 2 });
    expect(await Promise.all(moves)).toEqual([
      'NeutypeError: Not moved to cpu: stock was asked for since.',
      undefined,
    ]);
  });
});

describe('a learning rate that is changed while another backend is in use', () => {
  it('is used when training goes on where it was', async () => {
    const network = xorNetwork();
    const optimizer = momentum(network, { ...xorOptions, momentum: 0 });
    await optimizer.train(xor.x, xor.y, { epochs: 20 });
    const weights = await Promise.all(network.parameters.map((parameter) => parameter.read()));
    await useBackend('stock');
    optimizer.step = 0;
    await useBackend('cpu');
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(await Promise.all(network.parameters.map((parameter) => parameter.read()))).toEqual(weights);
    optimizer.step = 0.3;
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(optimizer.history.train.at(-1)).toBeLessThan(optimizer.history.train[24]!);
  });
});

describe('weights that are used on another backend in the meantime', () => {
  it.each([
    ['there alone', 'stock'],
    ['and here again', 'cpu'],
  ])('are learnt on with: %s', async (_, last) => {
    const networks = [xorNetwork(), xorNetwork()] as const;
    const [stayed, lent] = networks.map((network) => momentum(network, xorOptions)) as [Optimizer, Optimizer];
    for (const optimizer of [stayed, lent]) await optimizer.train(xor.x, xor.y, { epochs: 20 });
    const expected = (await stayed.predict(xor.x)).data;
    for (const backend of ['stock', last]) {
      await useBackend(backend);
      expect([...(await lent.predict(xor.x)).data].map((value) => value.toFixed(4))).toEqual(
        [...expected].map((value) => value.toFixed(4)),
      );
    }
    await useBackend('cpu');
    for (const optimizer of [stayed, lent]) await optimizer.train(xor.x, xor.y, { epochs: 20 });
    expectSameLosses(lent, stayed);
    expect(networks[1].parameters.length).toBe(networks[0].parameters.length);
    for (const [index, parameter] of networks[1].parameters.entries()) {
      const [actual, wanted] = [await parameter.read(), await networks[0].parameters[index]!.read()];
      for (const [at, value] of wanted.entries()) expect(actual[at]).toBeCloseTo(value, 4);
    }
  });
});

describe('reconfiguring the engine while training', () => {
  it.each([
    ['another variant', { variant: 'simd' }],
    ['no WebAssembly', { variant: 'javascript' }],
  ] as const)('takes over weights and velocities: %s', async (_, options) => {
    const stayed = await trained({ epochEnd: () => {} });
    const anew = await trained({
      updateEnd: (_, { epoch, done }) => {
        if (epoch === 10 && done === 1) configureEngine(options);
        if (epoch === 20 && done === 1) configureEngine({});
      },
    });
    configureEngine({});
    expectSameTraining(anew, stayed);
  });
});
