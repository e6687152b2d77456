import { beforeAll, describe, expect, it } from '@jest/globals';
import { NeutypeError, OptionError, type Parameter } from '@neutype/core';
import { input, linear } from '@neutype/layers';
import { random } from '@neutype/random';
import { add, div, memory, mul, sign, sum, type Tensor } from '@tensorflow/tfjs-core';
import {
  addDecayedWeights,
  chain,
  createOptimizer,
  momentum,
  scaleByStep,
  type Transform,
  trace,
  transform,
} from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

const signDescent = chain(transform({ name: 'sign', update: (gradient) => sign(gradient) }), scaleByStep());

describe('a custom transform', () => {
  it('trains a network', async () => {
    const network = oneWeight();
    const algorithm = { name: 'SignDescent', transform: signDescent };
    await createOptimizer(network, algorithm, { step: 0.25 }).train([[1]], [0], { epochs: 3 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(0.25));
  });

  it('keeps its slots from update to update', async () => {
    const counted = transform({
      name: 'counted',
      slots: { count: 10 },
      update: (gradient, { slots: { count } }) => {
        count.assign(add(count, 1));
        return mul(count, mul(gradient, 0));
      },
    });
    const seen: Transform = {
      name: 'seen',
      slots: { count: 0 },
      apply: (targets) => targets.map(({ slots }) => slots['count'] as Tensor),
      afterUpdate: (parameters) => {
        for (const { slots } of parameters) slots['count']!.assign(add(slots['count'] as Tensor, 1));
      },
    };
    const network = oneWeight();
    const algorithm = { name: 'Counted', transform: chain(counted, seen) };
    await createOptimizer(network, algorithm).train([[1]], [0], { epochs: 3 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(1 - 0 - 1 - 2));
  });

  it('may keep slots of another shape than the parameter’s, and numbers for all parameters', async () => {
    const odd: Transform<'rows', 'times'> = {
      name: 'odd',
      slots: { rows: ({ shape: [rows = 1] }) => ({ shape: [rows], values: 2 }) },
      shared: { times: 5 },
      apply(targets, { shared: { times } }) {
        times.assign(add(times, 1));
        return targets.map(({ value, slots: { rows } }) => {
          expect(rows.shape).toEqual([value.shape[0]]);
          return add(mul(value, 0), add(sum(rows), times));
        });
      },
    };
    const network = input(3).to(linear(2, { weight: 0, bias: 0 }));
    await createOptimizer(network, { name: 'Odd', transform: odd }).train([[1, 1, 1]], [[1, 1]], {
      epochs: 2,
    });
    const [weight, bias] = await Promise.all(network.parameters.map((parameter) => parameter.read()));
    expect(weight).toEqual(new Float32Array(6).fill(-(6 + 6) - (6 + 7)));
    expect(bias).toEqual(new Float32Array(2).fill(-(4 + 6) - (4 + 7)));
  });

  it('goes on, on another backend, as if it had stayed', async () => {
    const losses = async (backend: string): Promise<readonly number[]> => {
      const mine = transform({
        name: 'mine',
        slots: { velocity: 0.5 },
        update(gradient, { slots: { velocity }, count }, { step }) {
          velocity.assign(add(mul(velocity, 0.9), gradient));
          return div(mul(step, velocity), count);
        },
      });
      const optimizer = createOptimizer(xorNetwork(), { name: 'Mine', transform: mine }, xorOptions);
      await optimizer.train(xor.x, xor.y, { epochs: 8 });
      expect(optimizer.replay).toBe('replayed');
      await optimizer.moveToBackend(backend);
      await optimizer.train(xor.x, xor.y, { epochs: 8 });
      optimizer.dispose();
      await activateBackend();
      return optimizer.history.train;
    };
    registerTestBackends();
    const [stayed, moved] = [await losses('cpu'), await losses('stock')];
    expect(moved.length).toBe(16);
    for (const [index, loss] of stayed.entries()) expect(moved[index]).toBeCloseTo(loss, 5);
  });

  it('has its options checked and logged', () => {
    const reporter = recorder();
    const algorithm = { name: 'SignDescent', transform: signDescent, options: { patience: 3 } };
    const options = { verbose: true, reporter, seed: 1, patience: 3 };
    createOptimizer(oneWeight(), algorithm, options);
    expect(reporter.lines).toContain('[ALGORITHM] SignDescent');
    expect(reporter.lines).toContain('[OPTION] patience = 3');
    const misspelt = { patince: 3 } as object;
    expect(() => createOptimizer(oneWeight(), algorithm, misspelt)).toThrow(OptionError);
    expect(() => createOptimizer(oneWeight(), algorithm, misspelt)).toThrow("Did you mean 'patience'?");
  });

  it('leaves no tensors behind, whether it is accepted or not', async () => {
    const network = oneWeight();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = memory().numTensors;
    const returnsNothing = transform({ name: 'nothing', update: () => undefined as unknown as Tensor });
    for (const mine of [returnsNothing, signDescent, chain(trace(), scaleByStep())]) {
      const optimizer = createOptimizer(network, { name: 'Mine', transform: mine }, { step: 0.25 });
      await optimizer.train([[1]], [0], { epochs: 1 }).catch(() => {});
      optimizer.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });
});

describe('a chain', () => {
  /** Adds a number, after multiplying by what it remembers, which doubles. */
  const step = (addend: number): Transform =>
    transform({
      name: 'step',
      slots: { factor: 1 },
      update: (gradient, { slots: { factor } }) => {
        const update = add(mul(gradient, factor), addend);
        factor.assign(mul(factor, 2));
        return update;
      },
    });

  it('gives each transform what the one before has made, and keeps slots of the same name apart', async () => {
    const network = oneWeight();
    // The first update is (2 · 1 + 1) · 1 + 10 = 13, so w = -12; the second ((2 · -12) · 2 + 1) · 2 + 10 = -84.
    const algorithm = { name: 'Chain', transform: chain(step(1), step(10)) };
    const optimizer = createOptimizer(network, algorithm);
    await optimizer.train([[1]], [0], { epochs: 1 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(-12));
    await optimizer.train([[1]], [0], { epochs: 1 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(72));
  });

  it('may be part of a chain, and be empty', () => {
    const { slots } = chain(chain(step(1), chain()), chain(chain(step(2))), trace());
    expect(Object.keys(slots)).toEqual(['step/factor', 'step-2/factor', 'trace/velocity']);
  });

  it('moves parameters by the gradient itself where it is empty', async () => {
    const network = oneWeight();
    await createOptimizer(network, { name: 'Plain', transform: chain() }).train([[1]], [0], { epochs: 1 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(-1));
  });

  it('refuses what is no transform', () => {
    expect(() => chain(scaleByStep(), (() => {}) as never)).toThrow(
      'chain: expected a transform, which has a name without slashes, got a function.',
    );
  });
});

describe('weight decay', () => {
  it('shrinks weights, and biases only where the filter says so', async () => {
    const trained = async (filter?: () => boolean): Promise<number[]> => {
      const network = input(1).to(linear(1, { weight: 1, bias: 1 }));
      const decay = addDecayedWeights({ weightDecay: 0.5, ...(filter && { decayFilter: filter }) });
      const algorithm = { name: 'Decay', transform: chain(decay, scaleByStep()) };
      // The output is the target, so that there is no gradient.
      await createOptimizer(network, algorithm, { step: 0.5 }).train([[1]], [2], { epochs: 1 });
      return (await Promise.all(network.parameters.map((one) => one.read()))).map(([value]) => value!);
    };
    expect(await trained()).toEqual([0.75, 1]);
    expect(await trained(() => true)).toEqual([0.75, 0.75]);
  });
});

describe('an update that cannot be subtracted from a parameter', () => {
  const failureOf = async (update: (gradient: Tensor) => unknown): Promise<unknown> => {
    const mine = transform({ name: 'mine', update: update as (gradient: Tensor) => Tensor });
    const optimizer = createOptimizer(oneWeight(), { name: 'Mine', transform: mine });
    return optimizer.train([[1]], [0], { epochs: 3 }).catch((error: unknown) => error);
  };

  it.each<[string, (gradient: Tensor) => unknown, string]>([
    ['nothing', () => {}, 'got undefined. Return what is to be subtracted from the parameter.'],
    ['a number', () => 3, 'got 3. Return what is to be subtracted from the parameter.'],
    ['a promise', async (gradient) => gradient, 'got a promise. Write it without async and await'],
    ['a tensor of another shape', (gradient) => sum(gradient), 'got one of shape [].'],
  ])('is refused: %s', async (_, update, message) => {
    const error = await failureOf(update);
    expect(error).toBeInstanceOf(NeutypeError);
    const [start] = (error as Error).message.split(', got');
    expect(start).toMatch(
      /^the transform mine, update of linear-1\.weight: expected a tensor of shape \[1, 1\]$/,
    );
    expect((error as Error).message).toContain(message);
  });

  it('is refused from a transform that gives too few of them', async () => {
    const none: Transform = { name: 'none', apply: () => [] };
    const training = createOptimizer(oneWeight(), { name: 'None', transform: none }).train([[1]], [0]);
    await expect(training).rejects.toThrow('the transform none, update of linear-1.weight');
  });

  it('is refused where the transform has disposed of the parameter', async () => {
    const mine = transform({
      name: 'mine',
      update: (gradient, { value }) => {
        value.dispose();
        return gradient;
      },
    });
    const training = createOptimizer(oneWeight(), { name: 'Mine', transform: mine }).train([[1]], [0]);
    await expect(training).rejects.toThrow('expected the parameter and its slots left in place');
  });
});

describe('a transform', () => {
  it('is refused without an update', () => {
    expect(() => transform({ name: 'mine' } as never)).toThrow(
      'the transform mine, update: expected a function that gives the update, got undefined.',
    );
  });
});

describe('createOptimizer refuses an algorithm', () => {
  const update = (gradient: Tensor): Tensor => gradient;
  const apply = (): Tensor[] => [];

  it.each<[string, unknown, string]>([
    [
      'whose transform is a definition of one',
      { name: 'Mine', transform: { name: 'mine', update } },
      'apply of the transform mine: expected a function that makes updates of gradients, got undefined.',
    ],
    [
      'with a list of slots',
      { name: 'Mine', transform: { name: 'mine', apply, slots: ['v'] } },
      'got an array of 1.',
    ],
    [
      'with a slot that begins with text',
      { name: 'Mine', transform: { name: 'mine', apply, slots: { v: '0' } } },
      "the transform mine, slots, v: expected a finite number, or a function of the parameter, got '0'.",
    ],
    [
      'with a slot that begins beyond float32',
      { name: 'Mine', transform: { name: 'mine', apply, slots: { v: 1e39 } } },
      'got 1e+39.',
    ],
    [
      'with a transform that has no name',
      { name: 'Mine', transform: { apply } },
      'the algorithm Mine: expected a transform, which has a name without slashes, got an object.',
    ],
    [
      'without a transform',
      { name: 'Mine' },
      'createOptimizer: expected an algorithm as the second argument',
    ],
    ['that is a transform alone', { name: 'mine', apply }, 'with a name and a transform, got an object.'],
    ['that is not there', undefined, 'got undefined. Write { name:'],
  ])('%s', (_, algorithm, message) => {
    expect(() => createOptimizer(oneWeight(), algorithm as never)).toThrow(OptionError);
    expect(() => createOptimizer(oneWeight(), algorithm as never)).toThrow(message);
  });
});

describe('a parameter that is frozen', () => {
  it('stays as it is, and goes on with what is remembered of it when it is set free', async () => {
    const network = input(1).to(linear(1, { weight: 1, bias: 1 }));
    const [weight, bias] = network.parameters as [Parameter, Parameter];
    const optimizer = momentum(network, { step: 0.125, momentum: 0.5 });
    const train = (epochs: number) => optimizer.train([[1]], [0], { epochs });
    await train(6); // long enough to be replayed
    const before = await Promise.all([weight.read(), bias.read()]);
    bias.trainable = false;
    await train(6);
    expect(await bias.read()).toEqual(before[1]);
    expect(await weight.read()).not.toEqual(before[0]);
    bias.trainable = true;
    await train(6);
    expect(await bias.read()).not.toEqual(before[1]);
    expect(optimizer.replay).toBe('replayed');
  });
});
