import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive, type ProcessIdentity, thisProcess } from './processIdentity.js';

/** In milliseconds. */
export interface LockTiming {
  /** How often an owner touches its lock. */
  readonly heartbeat: number;
  /** For how long an owner that lives may leave its lock untouched. */
  readonly staleAfter: number;
  /** How often one that watches another's lock looks. */
  readonly poll: number;
}

const USUAL: LockTiming = { heartbeat: 2_000, staleAfter: 30_000, poll: 200 };

/** Who has a lock. */
export interface Owner extends ProcessIdentity {
  readonly token: string;
  /** When it was taken, for messages. */
  readonly since: string;
}

/** A lock that this process has. */
export interface Lock {
  /** Whether it still has it: another process may have taken this one for dead. */
  isOurs(): Promise<boolean>;
  release(): Promise<void>;
}

/** What is told while it is not clear yet whether an owner lives. */
interface Watching extends Partial<LockTiming> {
  readonly onWatch?: (owner: Owner | undefined, seconds: number) => void;
}

/**
 * Takes a lock file, or gives its owner where that lives: a process that runs on this machine, or one elsewhere that
 * touches the file while it is watched. What a dead process has left is taken over, at once where it ran on this
 * machine.
 */
export async function takeLock(
  path: string,
  watching: Watching = {},
): Promise<{ lock: Lock } | { owner: Owner | undefined }> {
  const timing = { ...USUAL, ...watching };
  const self: Owner = { ...thisProcess(), token: randomUUID(), since: new Date().toISOString() };
  while (!(await created(path, self))) {
    const owner = await ownerOf(path);
    const alive = owner === undefined ? undefined : isAlive(owner, self);
    if (alive === true) return { owner };
    if (alive === undefined) {
      watching.onWatch?.(owner, timing.staleAfter / 1000);
      if (await isTouched(path, timing)) return { owner };
    }
    await moveAway(path, owner);
  }
  await removeAttempts(path);
  return { lock: held(path, self, timing) };
}

function held(path: string, { token }: Owner, { heartbeat }: LockTiming): Lock {
  const isOurs = async (): Promise<boolean> => (await ownerOf(path))?.token === token;
  const beating = setInterval(() => {
    const now = new Date();
    // One that was taken over, or removed, is not touched by us any more: `isOurs` is asked before anything is written.
    isOurs()
      .then((ours) => (ours ? utimes(path, now, now) : undefined))
      .catch(() => {});
  }, heartbeat);
  beating.unref();
  return {
    isOurs,
    async release() {
      clearInterval(beating);
      if (await isOurs()) await rm(path, { force: true });
    },
  };
}

/** The file is there with its content or not at all, so that nobody finds a lock whose owner is not written yet. */
async function created(path: string, owner: Owner): Promise<boolean> {
  const attempt = `${path}.${owner.token}`;
  try {
    await writeNew(attempt, owner);
    await link(attempt, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!WITHOUT_LINKS.has(code ?? '')) throw error;
    return createdDirectly(path, owner);
  } finally {
    await rm(attempt, { force: true }).catch(() => {});
  }
}

/** What file systems answer that have no hard links: FAT and some on networks. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EMLINK', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM']);

async function createdDirectly(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeNew(path, owner);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function writeNew(path: string, owner: Owner): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(JSON.stringify(owner));
  } catch (error) {
    // On a full disk it would stay behind empty, and be taken for a lock.
    await rm(path, { force: true }).catch(() => {});
    throw error;
  } finally {
    await handle.close();
  }
}

/**
 * Undefined where there is no lock, or what it says makes no sense. Where it cannot be looked at, as with too many open
 * files, that is an error: it may well have an owner.
 */
async function ownerOf(path: string): Promise<Owner | undefined> {
  const text = await unlessMissing(readFile(path, 'utf8'));
  try {
    const owner = JSON.parse(text ?? '') as Partial<Owner> | null;
    return typeof owner?.pid === 'number' && typeof owner.token === 'string' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

async function unlessMissing<T>(looked: Promise<T>): Promise<T | undefined> {
  return looked.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/** Watches a lock until it is touched, which says that its owner lives, or has not been for too long. */
async function isTouched(path: string, { staleAfter, poll }: LockTiming): Promise<boolean> {
  const first = await touchedAt(path);
  // By a clock that nobody sets; the owner's may be another than ours.
  for (const start = performance.now(); performance.now() - start < staleAfter; ) {
    await new Promise((resolve) => setTimeout(resolve, poll));
    const now = await touchedAt(path);
    if (now === undefined) return false;
    if (now !== first) return true;
  }
  return false;
}

async function touchedAt(path: string): Promise<number | undefined> {
  return (await unlessMissing(stat(path)))?.mtimeMs;
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

/** Processes killed while they took the lock, or another's away, leave a file beside it. */
async function removeAttempts(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    if (name.startsWith(prefix)) await rm(join(dirname(path), name), { force: true }).catch(() => {});
  }
}
