import { describe, expect, it } from '@jest/globals';
import { checkQueue } from '../checkQueue.mjs';

interface Check {
  readonly target: string;
  readonly files: string[] | undefined;
  end(result?: boolean): void;
}

/** A queue whose checks run until the test ends them, or the queue does. */
function observedQueue() {
  const checks: Check[] = [];
  const queue = checkQueue((target: string, files: string[] | undefined, signal: AbortSignal) => {
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined));
      checks.push({ target, files, end: (result = true) => resolve(result) });
    });
  });
  const running = (index: number) => checks[index] as Check;
  return { queue, checks, running };
}

function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('edits', () => {
  it('of several packages are checked one package at a time', async () => {
    const { queue, checks, running } = observedQueue();
    const done = queue.add('core', ['a.ts']);
    expect(checks).toMatchObject([{ target: 'core', files: ['a.ts'] }]);
    running(0).end();
    await done;
    void queue.add('losses', ['b.ts']);
    await settled();
    expect(running(1)).toMatchObject({ target: 'losses', files: ['b.ts'] });
  });

  it('end the check that runs, and its files are checked again with the new ones', async () => {
    const { queue, checks, running } = observedQueue();
    void queue.add('core', ['a.ts']);
    void queue.add('core', ['b.ts']);
    await settled();
    expect(checks).toHaveLength(2);
    expect([...(running(1).files ?? [])].sort()).toEqual(['a.ts', 'b.ts']);
  });

  it('are forgotten once they were checked, failed or not', async () => {
    const { queue, running } = observedQueue();
    const done = queue.add('core', ['a.ts']);
    running(0).end(false);
    await done;
    void queue.add('core', ['b.ts']);
    expect(running(1).files).toEqual(['b.ts']);
  });

  it('leave a run of all tests a run of all tests', async () => {
    const { queue, running } = observedQueue();
    void queue.add('core', undefined);
    void queue.add('core', ['a.ts']);
    await settled();
    expect(running(1)).toMatchObject({ target: 'core', files: undefined });
  });
});
