import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { add, mul, sign, sub, tidy } from '@tensorflow/tfjs-core';
import { createOptimizer, type Rule } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

describe('a rule of one’s own', () => {
  const signDescent: Rule<never> = {
    slots: {},
    update: (parameter, gradient, _, step) =>
      tidy(() => parameter.assign(sub(parameter, mul(step, sign(gradient))))),
  };

  it('trains', async () => {
    const network = oneWeight();
    const optimizer = createOptimizer(network, { name: 'SignDescent', rule: signDescent }, { step: 0.25 });
    await optimizer.train([[1]], [0], { epochs: 3 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.of(0.25));
  });

  it('remembers what its slots say', async () => {
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

  it('has its options known and logged', () => {
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
