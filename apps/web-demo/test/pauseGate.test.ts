import { describe, expect, it } from '@jest/globals';
import { PauseGate } from '../src/training/PauseGate.js';
import { SpeedMeter } from '../src/training/SpeedMeter.js';

/** A loop that counts its updates, as training does. */
function runUpdates(gate: PauseGate, updates: number) {
  const state = { done: 0 };
  const finished = (async () => {
    while (state.done < updates) {
      state.done += 1;
      await (gate.wait() ?? new Promise((resolve) => setTimeout(resolve)));
    }
  })();
  return { state, finished };
}

const breathe = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('PauseGate', () => {
  it('holds updates back until it opens', async () => {
    const gate = new PauseGate();
    gate.close();
    const { state, finished } = runUpdates(gate, 10);
    await breathe();
    expect(state.done).toBe(1);
    gate.open();
    await finished;
    expect(state.done).toBe(10);
  });

  it('lets one update through for each step', async () => {
    const gate = new PauseGate();
    gate.close();
    const { state, finished } = runUpdates(gate, 5);
    for (const done of [2, 3, 4]) {
      gate.letOneThrough();
      await breathe();
      expect(state.done).toBe(done);
    }
    gate.open();
    await finished;
  });
});

describe('SpeedMeter', () => {
  it('measures the last seconds only', () => {
    const meter = new SpeedMeter();
    for (let second = 0; second <= 10; second++)
      meter.mark(1000 * second, second < 5 ? second : 5 + 100 * (second - 5));
    expect(meter.updatesPerSecond).toBeCloseTo(100);
  });

  it('knows nothing before the second mark', () => {
    const meter = new SpeedMeter();
    meter.mark(0, 10);
    expect(meter.updatesPerSecond).toBeNaN();
  });
});
