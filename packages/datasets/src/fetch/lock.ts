import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { explained } from './diskErrors.js';
import type { Waiting } from './partial.js';
import { sleep } from './policy.js';

/** In milliseconds. */
export interface LockTiming {
  /** How often an owner touches its lock. */
  readonly heartbeat: number;
  /** For how long an owner that lives may leave its lock untouched. */
  readonly staleAfter: number;
  /** How often one that waits looks. */
  readonly poll: number;
}

const USUAL: LockTiming = { heartbeat: 2_000, staleAfter: 15_000, poll: 100 };

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/**
 * Runs the work while this process holds a lock file. A lock is taken over from an owner that is dead (same machine),
 * that has not touched it for fifteen seconds by its own clock (another machine, on a shared disk), or that has not
 * while this process watched for fifteen seconds (stopped, or with a clock that is ahead).
 *
 * An owner that wakes up again must expect that another took over. Two takers-over can meet in the moment between
 * looking and taking; then both fetch, which wastes a download and harms nothing, for what is committed is verified.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  waiting: Waiting,
  timing: Partial<LockTiming> = {},
): Promise<T> {
  const { heartbeat, staleAfter, poll } = { ...USUAL, ...timing };
  const owner: Owner = { pid: process.pid, host: hostname(), token: randomUUID() };
  const untouchedFor = stopwatch();
  let waited = false;
  while (!(await acquired(path, owner))) {
    waiting.signal?.throwIfAborted();
    if (await takenFromStaleOwner(path, staleAfter, untouchedFor)) continue;
    if (!waited) waiting.onWait();
    waited = true;
    await sleep(poll, waiting.signal);
  }
  const beating = setInterval(() => {
    const now = new Date();
    // A lock that someone took over is no longer ours to touch; the verification of the result stands for it.
    utimes(path, now, now).catch(() => {});
  }, heartbeat);
  beating.unref();
  try {
    return await work();
  } finally {
    clearInterval(beating);
    if ((await ownerOf(path))?.token === owner.token) await rm(path, { force: true });
  }
}

async function acquired(path: string, owner: Owner): Promise<boolean> {
  return explained(path, async () => {
    const handle = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return undefined;
      throw error;
    });
    if (handle === undefined) return false;
    try {
      await handle.writeFile(JSON.stringify(owner));
      return true;
    } catch (error) {
      // On a full disk it would stay behind empty, and everyone would wait for its owner.
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  });
}

async function takenFromStaleOwner(
  path: string,
  staleAfter: number,
  untouchedFor: (touched: number) => number,
): Promise<boolean> {
  const owner = await ownerOf(path);
  const touched = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (touched === undefined) return false;
  const here = owner?.host === hostname();
  const dead = here ? !isAlive(owner.pid) : Date.now() - touched > staleAfter;
  if (!dead && untouchedFor(touched) <= staleAfter) return false;
  await moveAway(path, owner);
  return true;
}

/** Someone else may be quicker; then its lock is put back. */
async function moveAway(path: string, owner: Owner | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await ownerOf(aside);
  if (moved !== undefined && moved.token !== owner?.token) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

/** For how long, in milliseconds, it has been told the same time of a file; by a clock that nobody sets. */
function stopwatch(): (touched: number) => number {
  let last: number | undefined;
  let since = 0;
  return (touched) => {
    if (touched !== last) since = performance.now();
    last = touched;
    return performance.now() - since;
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined where there is no lock, or its owner has not written itself in yet. */
async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}
