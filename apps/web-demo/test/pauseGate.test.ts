import { describe, expect, it } from '@jest/globals';
import { PauseGate } from '../src/worker/pauseGate.js';

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

function breathe() {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

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

  it('lets as many through as were let through before they came', () => {
    const gate = new PauseGate();
    gate.close();
    gate.letOneThrough();
    gate.letOneThrough();
    const waits = Array.from({ length: 3 }, () => gate.wait() !== undefined);
    expect(waits).toEqual([false, false, true]);
  });

  it('lets everybody through who waits, when it is closed twice', async () => {
    const gate = new PauseGate();
    gate.close();
    const first = gate.wait();
    gate.close();
    const second = gate.wait();
    gate.open();
    await Promise.all([first, second]);
    expect(gate.isClosed).toBe(false);
  });

  it('makes nobody wait while it is open', () => {
    const gate = new PauseGate();
    expect(gate.wait()).toBeUndefined();
    gate.letOneThrough();
    expect(gate.isClosed).toBe(false);
  });
});
