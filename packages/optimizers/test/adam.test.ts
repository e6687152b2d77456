import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { type AdamOptions, adam } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

describe('Adam', () => {
  it('moves a weight by its step in the first update, however large the gradient is', async () => {
    for (const sample of [1e-3, 1, 1e3]) {
      const network = oneWeight();
      const optimizer = adam(network, { step: 0.125, epsilon: 1e-20, reporter: recorder() });
      await optimizer.train([[sample]], [0], { epochs: 1 });
      expect((await network.parameters[0]!.read())[0]).toBeCloseTo(0.875, 6);
    }
  });

  it('leaves a weight alone that no gradient has ever reached', async () => {
    const network = oneWeight();
    await adam(network).train([[0]], [0], { epochs: 20 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(1));
  });

  it('has a smaller default step than the other optimizers, and tells its options', () => {
    const reporter = recorder();
    expect(adam(oneWeight(), { reporter, verbose: true, seed: 0 }).step).toBe(0.001);
    for (const line of [
      'beta1 = 0.9',
      'beta2 = 0.999',
      'epsilon = 1e-7',
      'epsilonHat = true',
      'step = 0.001',
    ]) {
      expect(reporter.lines).toContain(`[OPTION] ${line}`);
    }
    expect(adam(oneWeight(), { step: 0.5 }).step).toBe(0.5);
  });

  it.each([null, [], 'fast'])('refuses %p in place of options', (options) => {
    expect(() => adam(oneWeight(), options as AdamOptions)).toThrow(OptionError);
  });

  it.each<[string, AdamOptions, string]>([
    ['a beta1 of 1', { beta1: 1 }, 'option beta1: expected a number from 0 and below 1, got 1.'],
    [
      'a beta2 that is 1 as float32',
      { beta2: 1 - 1e-12 },
      'option beta2: expected a number from 0 and below 1',
    ],
    ['an epsilon of 0', { epsilon: 0 }, 'option epsilon: expected a number above 0, got 0.'],
    [
      'an epsilon that is 0 as float32',
      { epsilon: 1e-50 },
      'option epsilon: expected a number that float32 can tell from 0, got 1e-50.',
    ],
    ['PyTorch’s name of a beta', { betas: [0.9, 0.999] } as AdamOptions, 'adam'],
  ])('refuses %s', (_, options, message) => {
    expect(() => adam(oneWeight(), options)).toThrow(OptionError);
    expect(() => adam(oneWeight(), options)).toThrow(message);
  });
});
