import { beforeAll, describe, expect, it } from '@jest/globals';
import { NeutypeError, OptionError } from '@neutype/core';
import { input, linear } from '@neutype/layers';
import { random } from '@neutype/random';
import { add, memory, mul, type Scalar, sign, sub, tidy } from '@tensorflow/tfjs-core';
import { createOptimizer, gradientDescentRule, type Rule } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

describe('a custom rule', () => {
  const signDescent: Rule<never> = {
    slots: {},
    update: (parameter, gradient, _, step) =>
      tidy(() => parameter.assign(sub(parameter, mul(step, sign(gradient))))),
  };

  it('trains a network', async () => {
    const network = oneWeight();
    const optimizer = createOptimizer(network, { name: 'SignDescent', rule: signDescent }, { step: 0.25 });
    await optimizer.train([[1]], [0], { epochs: 3 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(0.25));
  });

  it('keeps its slots from update to update', async () => {
    const counted: Rule<'count'> = {
      slots: { count: 10 },
      update: (parameter, _gradient, { count }) =>
        tidy(() => {
          count.assign(add(count, 1));
          parameter.assign(add(count, 0));
        }),
    };
    const network = oneWeight();
    await createOptimizer(network, { name: 'Counted', rule: counted }).train([[1]], [0], { epochs: 3 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(13));
  });

  it('has its options checked and logged', () => {
    const reporter = recorder();
    const algorithm = { name: 'SignDescent', rule: signDescent, options: { patience: 3 } };
    const options = { verbose: true, reporter, seed: 1, patience: 3 };
    createOptimizer(oneWeight(), algorithm, options);
    expect(reporter.lines).toContain('[ALGORITHM] SignDescent');
    expect(reporter.lines).toContain('[OPTION] patience = 3');
    const misspelt = { patince: 3 } as object;
    expect(() => createOptimizer(oneWeight(), algorithm, misspelt)).toThrow(OptionError);
    expect(() => createOptimizer(oneWeight(), algorithm, misspelt)).toThrow("Did you mean 'patience'?");
  });
});

describe('the first update of a custom rule', () => {
  const failureOf = async (rule: Rule<never> | Rule<'count'>, step = 0.25, x = 1): Promise<unknown> => {
    const optimizer = createOptimizer(oneWeight(), { name: 'Mine', rule }, { step });
    return optimizer.train([[x]], [0], { epochs: 3 }).catch((error: unknown) => error);
  };
  const doesNothing: Rule<never> = { slots: {}, update: () => {} };
  const moved = (
    parameter: Parameters<Rule['update']>[0],
    gradient: Parameters<Rule['update']>[1],
    step: Scalar,
  ) => sub(parameter, mul(step, gradient));

  it.each<[string, Rule<never>, string]>([
    ['that returns its result', { slots: {}, update: (w, g, _, step) => moved(w, g, step) }, 'a tensor'],
    ['that does nothing', doesNothing, 'nothing'],
    ['that returns a number', { slots: {}, update: () => 3 } as Rule<never>, '3'],
    ['that multiplies by 1', { slots: {}, update: (w) => w.assign(mul(w, 1)) }, 'nothing'],
  ])('refuses one %s', async (_, rule, returned) => {
    const error = await failureOf(rule);
    expect(error).toBeInstanceOf(NeutypeError);
    expect((error as Error).message).toBe(
      'the rule of Mine: expected update to change the parameter in place, ' +
        `got parameters that are what they were, and ${returned} returned. Write parameter.assign(newValue) in it.`,
    );
  });

  it('refuses one that is asynchronous', async () => {
    const rule = {
      slots: {},
      update: async (w, g, _, step) => {
        await w.data();
        w.assign(moved(w, g, step));
      },
    } as Rule<never>;
    expect(String(await failureOf(rule))).toContain(
      'the rule of Mine: expected update to be done when it returns, got a promise.',
    );
  });

  it('refuses one that disposes of the parameter', async () => {
    const rule: Rule<never> = { slots: {}, update: (w) => w.dispose() };
    expect(String(await failureOf(rule))).toContain(
      'expected update to leave the parameter and its slots in place, got one that it disposed of.',
    );
  });

  it('accepts one that moves nothing at learning rate 0 or without a gradient', async () => {
    expect(await failureOf(doesNothing, 0)).not.toBeInstanceOf(Error);
    expect(await failureOf(doesNothing, 0.25, 0)).not.toBeInstanceOf(Error);
  });

  it('refuses one that returns its result even without a gradient', async () => {
    const rule: Rule<never> = { slots: {}, update: (w, g, _, step) => moved(w, g, step) };
    expect(String(await failureOf(rule, 0.25, 0))).toContain('and a tensor returned.');
  });

  it('accepts one that only fills its slots at first', async () => {
    const rule: Rule<'count'> = {
      slots: { count: 0 },
      update: (_, __, { count }) => count.assign(add(count, 1)),
    };
    expect(await failureOf(rule)).not.toBeInstanceOf(Error);
  });

  it('accepts one that returns what it has assigned', async () => {
    const rule: Rule<never> = {
      slots: {},
      update: (w, g, _, step) =>
        tidy(() => {
          const next = moved(w, g, step);
          w.assign(next);
          return next;
        }),
    };
    expect(await failureOf(rule)).not.toBeInstanceOf(Error);
  });

  it('accepts one that leaves some parameters alone, and refuses one that does nothing to large ones', async () => {
    const train = async (rule: Rule<never>): Promise<unknown> => {
      const network = input(300).to(linear(300), linear(1)); // 90,000 weights in the first layer
      const optimizer = createOptimizer(network, { name: 'Mine', rule }, { step: 1e-3, seed: 0 });
      const attempt = optimizer.train([new Array<number>(300).fill(1)], [0], { epochs: 1 });
      return attempt.catch((error: unknown) => error);
    };
    const matricesAlone: Rule<never> = {
      slots: {},
      update: (w, g, _, step, count) => {
        if (w.size > 65_536) gradientDescentRule.update(w, g, {}, step, count);
      },
    };
    expect(await train(matricesAlone)).not.toBeInstanceOf(Error);
    expect(await train(doesNothing)).toBeInstanceOf(NeutypeError);
  });

  it('leaves no tensors behind, whether it is accepted or not', async () => {
    const network = oneWeight();
    network.initialize(random(0));
    for (const { variable } of network.parameters) void variable;
    const before = memory().numTensors;
    for (const rule of [doesNothing, signed]) {
      const optimizer = createOptimizer(network, { name: 'Mine', rule }, { step: 0.25 });
      await optimizer.train([[1]], [0], { epochs: 1 }).catch(() => {});
      optimizer.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });

  const signed: Rule<never> = {
    slots: {},
    update: (w, g, _, step) => tidy(() => w.assign(sub(w, mul(step, sign(g))))),
  };
});

describe('createOptimizer refuses an algorithm', () => {
  const update = (): void => {};

  it.each<[string, unknown, string]>([
    ['without slots', { name: 'Mine', rule: { update } }, 'A rule that remembers nothing has slots: {}.'],
    ['with a list of slots', { name: 'Mine', rule: { update, slots: ['v'] } }, 'got an array of 1.'],
    [
      'with a slot that begins with no number',
      { name: 'Mine', rule: { update, slots: { v: '0' } } },
      "the rule of Mine, slots, v: expected a finite number, got '0'.",
    ],
    [
      'with a slot that begins beyond float32',
      { name: 'Mine', rule: { update, slots: { v: 1e39 } } },
      'the rule of Mine, slots, v: expected a finite number, got 1e+39.',
    ],
    [
      'without an update',
      { name: 'Mine', rule: { slots: {} } },
      'the rule of Mine, update: expected a function that changes a parameter in place, got undefined.',
    ],
    ['without a rule', { name: 'Mine' }, 'createOptimizer: expected an algorithm as the second argument'],
    ['that is a rule alone', { slots: {}, update }, 'with a name and a rule, got an object.'],
    ['that is not there', undefined, 'got undefined. Write { name:'],
  ])('%s', (_, algorithm, message) => {
    expect(() => createOptimizer(oneWeight(), algorithm as never)).toThrow(OptionError);
    expect(() => createOptimizer(oneWeight(), algorithm as never)).toThrow(message);
  });
});
