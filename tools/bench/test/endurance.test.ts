import '@neutype/backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { endure, growthIn } from '../src/endurance/observe.js';

describe('a process that answers requests of changing sizes while it trains, and trains networks one after the other', () => {
  let observed: Awaited<ReturnType<typeof endure>>;
  beforeAll(async () => {
    observed = await endure({ predictions: 1000, trainings: 300 }, () => {});
  }, 300_000);

  it('keeps its memory after the first tenth of its answers, and no tensors in the end', () => {
    expect(growthIn(observed.serving)).toEqual([]);
  });

  it('keeps its memory after the first tenth of its trainings, and no tensors in the end', () => {
    expect(growthIn(observed.training)).toEqual([]);
  });

  it('answers every request, those for a single row too', () => {
    expect(observed.milliseconds.length).toBeGreaterThan(0);
  });
});
