import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Patience } from '../../src/threads/patience.js';

describe('patience with a busy machine', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.advanceTimersByTime(1000);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lasts as long as nobody sleeps', () => {
    const patience = new Patience();
    for (let run = 0; run < 10; run++) {
      expect(patience.sharingPays()).toBe(true);
      patience.ran(0);
    }
  });

  it('pauses after each sleep, twice as long each time up to a quarter of a second', () => {
    const patience = new Patience();
    const pauses = Array.from({ length: 9 }, (_, sleeps) => {
      patience.ran(sleeps + 1);
      let pause = 0;
      for (; !patience.sharingPays(); pause++) jest.advanceTimersByTime(1);
      return pause;
    });
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 250, 250]);
  });

  it('is tried for a tenth of a second after a sleep, however much work is shared meanwhile', () => {
    const patience = new Patience();
    expect(patience.isTried).toBe(false);
    patience.ran(1);
    for (let run = 0; run < 10; run++) patience.ran(1);
    jest.advanceTimersByTime(99);
    expect(patience.isTried).toBe(true);
    jest.advanceTimersByTime(1);
    expect(patience.isTried).toBe(false);
  });

  it('comes back when the machine is free again', () => {
    const patience = new Patience();
    for (let sleeps = 1; sleeps < 8; sleeps++) patience.ran(sleeps);
    jest.advanceTimersByTime(1000);
    for (let run = 0; run < 10; run++) patience.ran(7);
    patience.ran(8);
    jest.advanceTimersByTime(2);
    expect(patience.sharingPays()).toBe(true);
  });
});
