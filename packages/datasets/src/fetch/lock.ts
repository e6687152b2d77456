import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Waiting } from './partial.js';
import { sleep } from './policy.js';

const HEARTBEAT = 2_000;
const STALE_AFTER = 15_000;
const POLL = 100;

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/**
 * Runs the work while this process holds a lock file. A lock is taken over from an owner that is dead (same machine) or
 * that has not touched it for fifteen seconds (another machine, on a shared disk).
 *
 * Two takers-over can meet in the moment between looking and taking; then both fetch, which wastes a download and harms
 * nothing, for what is committed is verified.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, waiting: Waiting): Promise<T> {
  const owner: Owner = { pid: process.pid, host: hostname(), token: randomUUID() };
  let waited = false;
  while (!(await acquired(path, owner))) {
    waiting.signal?.throwIfAborted();
    if (await takenFromStaleOwner(path)) continue;
    if (!waited) waiting.onWait();
    waited = true;
    await sleep(POLL, waiting.signal);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A lock that someone took over is no longer ours to touch; the verification of the result stands for it.
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await ownerOf(path))?.token === owner.token) await rm(path, { force: true });
  }
}

async function acquired(path: string, owner: Owner): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(JSON.stringify(owner));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function takenFromStaleOwner(path: string): Promise<boolean> {
  const owner = await ownerOf(path);
  if (!(await isStale(path, owner))) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return true; // Someone else was quicker: look again.
  }
  const moved = await ownerOf(aside);
  if (moved !== undefined && moved.token !== owner?.token) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
  return true;
}

async function isStale(path: string, owner: Owner | undefined): Promise<boolean> {
  const touched = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (touched === undefined) return false;
  if (owner !== undefined && owner.host === hostname() && !isAlive(owner.pid)) return true;
  return Date.now() - touched > STALE_AFTER;
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
