import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withLock } from '../../src/fetch/lock.js';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'neutype-lock-'));
  path = join(directory, 'file.lock');
});
afterEach(() => rm(directory, { recursive: true }));

const alone = { signal: undefined, onWait: () => {} };
const NOBODY = 2 ** 30;

/** A lock that another process has left, touched so many seconds from now. */
async function lockedBy(owner: { pid: number; host: string }, secondsFromNow = 0): Promise<void> {
  await writeFile(path, JSON.stringify({ ...owner, token: 'theirs' }));
  const touched = Date.now() / 1000 + secondsFromNow;
  await utimes(path, touched, touched);
}

/** Something that is awaited in one place and happens in another. */
class Signal {
  give: () => void = () => {};
  readonly given: Promise<void> = new Promise((resolve) => {
    this.give = resolve;
  });
}

describe('a lock', () => {
  it('is waited for, and that is said once', async () => {
    const [held, released, waits] = [new Signal(), new Signal(), new Signal()];
    const order: string[] = [];
    const first = withLock(
      path,
      async () => {
        held.give();
        await released.given;
        order.push('first');
      },
      alone,
    );
    await held.given; // else the second may be sooner
    const second = withLock(path, async () => order.push('second'), {
      signal: undefined,
      onWait: () => {
        order.push('waits');
        waits.give();
      },
    });
    await waits.given;
    released.give();
    await Promise.all([first, second]);
    expect(order).toEqual(['waits', 'first', 'second']);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('of a process that is gone is taken over at once', async () => {
    await lockedBy({ pid: NOBODY, host: hostname() });
    const never = { staleAfter: Number.POSITIVE_INFINITY };
    expect(await withLock(path, async () => 'done', alone, never)).toBe('done');
  });

  it('of another machine is taken over at once where it was touched long ago', async () => {
    await lockedBy({ pid: 1, host: 'elsewhere' }, -3600);
    let waited = false;
    const waiting = {
      signal: undefined,
      onWait: () => {
        waited = true;
      },
    };
    expect(await withLock(path, async () => waited, waiting)).toBe(false);
  });

  it.each([
    ['of another machine, whose clock is ahead,', { pid: 1, host: 'elsewhere' }, 3600],
    ['of a process here that was stopped', { pid: process.pid, host: hostname() }, 0],
  ])('%s is taken over once it has not been touched for a while', async (_name, owner, seconds) => {
    await lockedBy(owner, seconds);
    expect(await withLock(path, async () => 'done', alone, { staleAfter: 60, poll: 5 })).toBe('done');
  });

  it('that another has taken over meanwhile is left to it', async () => {
    const theirs = JSON.stringify({ pid: process.pid, host: hostname(), token: 'theirs' });
    await withLock(path, () => writeFile(path, theirs), alone);
    expect(await readFile(path, 'utf8')).toBe(theirs);
  });

  it('is waited for no longer once the user aborts', async () => {
    await lockedBy({ pid: process.pid, host: hostname() });
    const controller = new AbortController();
    const waiting = { signal: controller.signal, onWait: () => controller.abort(new Error('enough')) };
    await expect(withLock(path, async () => {}, waiting)).rejects.toThrow('enough');
  });
});
