import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Breath } from '../src/index.js';

/** A clock that stands still but where a test moves it on. */
function stoppedClock(): { now: number } {
  const clock = { now: 0 };
  jest.spyOn(performance, 'now').mockImplementation(() => clock.now);
  return clock;
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('work that lets others run', () => {
  it('is due to after 10 ms', async () => {
    const clock = stoppedClock();
    const breath = new Breath();
    clock.now = 9.9;
    expect(breath.due).toBe(false);
    clock.now = 10;
    expect(breath.due).toBe(true);
    await breath.take();
    expect(breath.due).toBe(false);
    clock.now = 20;
    expect(breath.due).toBe(true);
  });

  it('is not due to for the time that it has waited itself', () => {
    const clock = stoppedClock();
    const breath = new Breath();
    clock.now = 50;
    breath.goOn();
    expect(breath.due).toBe(false);
    clock.now = 60;
    expect(breath.due).toBe(true);
  });

  it('gives one turn of the event loop where nobody has anything to do', async () => {
    stoppedClock();
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (turns < 9) setImmediate(count);
    };
    setImmediate(count);
    await new Breath().take();
    expect(turns).toBe(1);
  });

  it('gives as many as others need, one after the other: a request is read in the turn after its connection', async () => {
    const clock = stoppedClock();
    let left = 4;
    const work = (): void => {
      clock.now += 1;
      left -= 1;
      if (left > 0) setImmediate(work);
    };
    setImmediate(work);
    await new Breath().take();
    expect(left).toBe(0);
  });

  /** How long others worked, 3 ms in each turn, when they always have something to do. */
  async function workOfOthers(heldBack: number): Promise<number> {
    const clock = stoppedClock();
    const breath = new Breath();
    clock.now = heldBack;
    let isDone = false;
    let worked = 0;
    const work = (): void => {
      clock.now += 3;
      worked += 3;
      if (!isDone) setImmediate(work);
    };
    setImmediate(work);
    await breath.take();
    isDone = true;
    return worked;
  }

  it('goes on after 10 ms, or as long as others were held back, however much they have to do', async () => {
    expect(await workOfOthers(10)).toBe(12);
    expect(await workOfOthers(14)).toBe(15);
  });
});
