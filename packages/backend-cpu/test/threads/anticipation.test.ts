import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Anticipation } from '../../src/threads/anticipation.js';

describe('how long threads look for the next program', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.advanceTimersByTime(1000);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** What is answered to programs that come after such pauses, in milliseconds. */
  function looksAfter(pauses: readonly number[], { isBusy = false } = {}): number[] {
    const anticipation = new Anticipation();
    return pauses.map((pause) => {
      jest.advanceTimersByTime(pause);
      const looks = anticipation.looks(isBusy);
      anticipation.ran();
      return looks;
    });
  }

  it('is not at all at first, and long once programs follow one another closely', () => {
    const looks = looksAfter(Array<number>(20).fill(0.125));
    expect(looks[0]).toBe(0);
    expect(looks.at(-1)).toBeGreaterThan(0);
  });

  it('is longer than the pauses are', () => {
    const [short, longer] = [0.03125, 0.125].map(
      (pause) => looksAfter(Array<number>(40).fill(pause)).at(-1)!,
    );
    expect(longer! / short!).toBeGreaterThan(2);
  });

  it('is not at all while pauses are longer than waking a thread is worth', () => {
    expect(looksAfter(Array<number>(20).fill(1))).toEqual(Array<number>(20).fill(0));
  });

  it('is not at all for three programs after a single long pause, such as between two epochs', () => {
    const looks = looksAfter([...Array<number>(20).fill(0.125), 5000, ...Array<number>(4).fill(0.125)]);
    expect(looks.slice(19).map((number) => number > 0)).toEqual([true, false, false, false, true, true]);
  });

  it('is not at all while the machine has other work', () => {
    expect(looksAfter(Array<number>(20).fill(0.125), { isBusy: true })).toEqual(Array<number>(20).fill(0));
  });
});
