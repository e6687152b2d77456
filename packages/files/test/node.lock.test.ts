import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Lock, type Owner, takeLock } from '../src/node/lock.js';
import { type ProcessIdentity, thisProcess } from '../src/node/processIdentity.js';
import { temporaryFolder } from './support/folder.js';

const folder = temporaryFolder();
let path: string;
beforeEach(() => {
  path = join(folder.path, 'lock');
});

const NOBODY = 2 ** 30;
const SOON = { heartbeat: 10, staleAfter: 80, poll: 5 };
const onLinux = process.platform === 'linux' ? it : it.skip;

async function lockedBy(changes: Partial<ProcessIdentity>): Promise<void> {
  await writeFile(path, JSON.stringify({ ...thisProcess(), ...changes, token: 'theirs', since: 'then' }));
}

async function taken(timing = SOON): Promise<Lock> {
  const result = await takeLock(path, timing);
  if ('owner' in result) throw new Error(`It has an owner: ${JSON.stringify(result.owner)}`);
  return result.lock;
}

async function ownerFound(timing = SOON): Promise<Owner | undefined> {
  const result = await takeLock(path, timing);
  if ('lock' in result) throw new Error('It has been taken.');
  return result.owner;
}

describe('a lock', () => {
  it('is had by one at a time, and says by whom', async () => {
    const lock = await taken();
    expect(await ownerFound()).toMatchObject({ pid: process.pid });
    expect(await lock.isOurs()).toBe(true);
    await lock.release();
    expect(await readdir(folder.path)).toEqual([]);
    await (await taken()).release();
  });

  it('is got by exactly one of many who want it at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => takeLock(path, SOON)));
    const locks = results.flatMap((result) => ('lock' in result ? [result.lock] : []));
    expect(locks.length).toBe(1);
    await locks[0]?.release();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('of a process that is gone is taken over at once', async () => {
    await lockedBy({ pid: NOBODY });
    await (await taken({ ...SOON, staleAfter: Number.POSITIVE_INFINITY })).release();
  });

  onLinux('of a process whose number another has by now is taken over at once', async () => {
    await lockedBy({ started: '1' });
    await (await taken({ ...SOON, staleAfter: Number.POSITIVE_INFINITY })).release();
  });

  it.each([
    ['on another machine', { host: 'elsewhere', pid: NOBODY }],
    ['in another container', { namespace: 'pid:[1]', pid: NOBODY }],
  ])('of a process %s is watched: taken over where nobody touches it', async (_name, owner) => {
    await lockedBy(owner);
    const watched: (string | undefined)[] = [];
    const result = await takeLock(path, { ...SOON, onWatch: (found) => watched.push(found?.token) });
    expect('lock' in result).toBe(true);
    expect(watched).toEqual(['theirs']);
    if ('lock' in result) await result.lock.release();
  });

  it('of a process on another machine is left alone where it is touched', async () => {
    await lockedBy({ host: 'elsewhere', pid: NOBODY });
    let second = 0;
    const touching = setInterval(() => void utimes(path, ++second, second), 5);
    try {
      expect(await ownerFound({ ...SOON, staleAfter: 60_000 })).toMatchObject({ host: 'elsewhere' });
    } finally {
      clearInterval(touching);
    }
  });

  it('that says nothing, as a power cut leaves it, is watched as well', async () => {
    await writeFile(path, '');
    await (await taken()).release();
  });

  it('is touched by its owner again and again', async () => {
    const lock = await taken();
    await utimes(path, 1, 1);
    expect(await ownerFound({ ...SOON, staleAfter: 60_000 })).toBeDefined();
    while ((await import('node:fs')).statSync(path).mtimeMs < 2000)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await lock.release();
  });

  it('that another has taken over meanwhile is left to it', async () => {
    const lock = await taken();
    await lockedBy({});
    expect(await lock.isOurs()).toBe(false);
    await lock.release();
    expect(await readFile(path, 'utf8')).toContain('theirs');
  });

  it('that was removed is ours no more', async () => {
    const lock = await taken();
    await rm(path);
    expect(await lock.isOurs()).toBe(false);
    await lock.release();
  });

  it('is rid of what processes left that were killed while they took it', async () => {
    await writeFile(`${path}.token`, 'x');
    const lock = await taken();
    expect(await readdir(folder.path)).toEqual(['lock']);
    await lock.release();
  });
});
