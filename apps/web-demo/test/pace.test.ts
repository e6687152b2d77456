import { describe, expect, it } from '@jest/globals';
import { CLOUD_PACING } from '../src/worker/views/cloudView.js';
import { Pace } from '../src/worker/views/pace.js';

function clock() {
  const state = { time: 1e6 };
  return {
    pace: new Pace(CLOUD_PACING, () => state.time),
    pass: (milliseconds: number) => {
      state.time += milliseconds;
    },
  };
}

describe('the pace of the cloud', () => {
  it('shows it at once the first time, then each second', async () => {
    const { pace, pass } = clock();
    expect(pace.isTime('update')).toBe(true);
    await pace.spend(async () => pass(10));
    pass(999);
    expect(pace.isTime('update')).toBe(false);
    pass(1);
    expect(pace.isTime('update')).toBe(true);
  });

  it('leaves training 39 of 40 parts of the time, also where epochs are short', async () => {
    const { pace, pass } = clock();
    await pace.spend(async () => pass(50));
    pass(1999);
    expect([pace.isTime('update'), pace.isTime('epoch')]).toEqual([false, false]);
    pass(1);
    expect([pace.isTime('update'), pace.isTime('epoch')]).toEqual([true, true]);
  });

  it('shows the end of an epoch before the second is over, where that costs little', async () => {
    const { pace, pass } = clock();
    await pace.spend(async () => pass(10));
    pass(400);
    expect([pace.isTime('update'), pace.isTime('epoch')]).toEqual([false, true]);
  });

  it('never waits longer than six seconds', async () => {
    const { pace, pass } = clock();
    await pace.spend(async () => pass(10_000));
    pass(6000);
    expect(pace.isTime('update')).toBe(true);
  });
});
