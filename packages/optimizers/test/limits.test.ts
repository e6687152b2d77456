import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import { momentum, recordSteps, stepDecay, timeLimit, updateLimit } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

describe('timeLimit', () => {
  it('stops each call of train after the batch at which its time has passed', async () => {
    let clock = 100;
    const reporter = recorder();
    // Looked at as training begins and after each update: 2.5 seconds have passed after the third.
    const signals = timeLimit(2.5, { now: () => clock++ });
    const optimizer = momentum(xorNetwork(), {
      ...xorOptions,
      batchSize: 1,
      signals,
      reporter,
      verbose: true,
    });
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(optimizer.updatesMade).toBe(3);
    expect(reporter.lines.at(-1)).toContain('the time limit of 2.5 seconds has passed');
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(optimizer.updatesMade).toBe(6);
  });

  it.each([0, -1, Number.NaN, '3'])('refuses a limit of %p', (seconds) => {
    expect(() => timeLimit(seconds as number)).toThrow(OptionError);
  });
});

describe('updateLimit', () => {
  it('stops each call of train after so many updates, in mid-epoch too', async () => {
    const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 1, signals: updateLimit(6) });
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(optimizer.updatesMade).toBe(6);
    expect(optimizer.history.updatesPerEpoch).toEqual([4, 2]);
    await optimizer.train(xor.x, xor.y, { epochs: 5 });
    expect(optimizer.updatesMade).toBe(12);
  });

  it.each([0, 1.5, Number.NaN])('refuses a limit of %p', (updates) => {
    expect(() => updateLimit(updates)).toThrow(OptionError);
  });
});

describe('recordSteps', () => {
  it('notes the learning rate of every update, over all calls of train', async () => {
    const rates = recordSteps();
    const step = stepDecay(0.4, { updates: 3, factor: 0.5 });
    const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 2, signals: rates, step });
    await optimizer.train(xor.x, xor.y, { epochs: 2 });
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
    expect(rates.steps).toEqual([0.4, 0.4, 0.4, 0.2, 0.2, 0.2]);
  });
});
