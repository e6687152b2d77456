import { chmod, mkdir, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CheckpointDirectory, checkpointDirectory } from '../../src/index.js';
import { checkpointOf } from '../support/checkpoint.js';
import { temporaryFolder } from '../support/folder.js';
import { giveAway, inChild, kill, said, startChild } from '../support/inChild.js';
import { mayMount, mountMemory, remount, unmount } from '../support/mount.js';

/*
 * The rows of the fault table in docs/checkpoints.md, as far as they are about files: each fault is made, what the user
 * sees is what the table says, and the checkpoint before is there.
 */

const folder = temporaryFolder();
let path: string;
let notices: string[];
let store: CheckpointDirectory;
beforeEach(async () => {
  await chmod(folder.path, 0o777); // for children that are other users
  path = join(folder.path, 'digits');
  notices = [];
  store = checkpointDirectory(path, { onNotice: (line) => notices.push(line) });
});
afterEach(() => store.close());

const onUnix = process.platform === 'win32' ? it.skip : it;

async function newestUpdate(): Promise<number | undefined> {
  return (await checkpointDirectory(path, { onNotice: () => {} }).newest())?.label.update;
}

const whereMounting = mayMount ? describe : describe.skip;
whereMounting('on a disk of its own', () => {
  beforeEach(async () => {
    await mkdir(path);
    mountMemory(path, 300_000);
  });
  afterEach(async () => {
    await store.close();
    unmount(path);
  });

  it('full disk: it is told, the one before stays, and the next is written once there is room', async () => {
    await store.open();
    await store.write(checkpointOf(1));
    await writeFile(join(path, 'other'), new Uint8Array(1e6)).catch(() => {});
    await expect(store.write(checkpointOf(2))).rejects.toThrow(
      'checkpoint-000000-0000000002.safetensors cannot be written: the disk is full (ENOSPC).',
    );
    expect(await newestUpdate()).toBe(1);
    await unlink(join(path, 'other'));
    await store.write(checkpointOf(3));
    expect(await newestUpdate()).toBe(3);
    expect((await readdir(path)).length).toBe(2);
  });

  it('disk that was full from the beginning: it is told when training starts', async () => {
    await writeFile(join(path, 'other'), new Uint8Array(1e6)).catch(() => {});
    await expect(store.open()).rejects.toThrow(`${path} cannot be written: the disk is full (ENOSPC).`);
    expect(await readdir(path)).toEqual(['other']);
  });

  it('file system that became read-only: it is told, and the one before stays', async () => {
    await store.open();
    await store.write(checkpointOf(1));
    remount(path, 'ro');
    await expect(store.write(checkpointOf(2))).rejects.toThrow(
      'it lies on a file system that is read-only (EROFS).',
    );
    expect(await newestUpdate()).toBe(1);
    remount(path, 'rw');
    await store.write(checkpointOf(3));
    expect(await newestUpdate()).toBe(3);
  });
});

onUnix('files that may only have some size: it is told, and the one before stays', async () => {
  await inChild('checkpoint', path, 1);
  const { failure } = await inChild('checkpoint', path, 2, { limit: '-f 40' });
  expect(failure).toContain('the file would be larger than the file system allows (EFBIG).');
  expect(await newestUpdate()).toBe(1);
  expect(await readdir(path)).toEqual(['checkpoint-000000-0000000001.safetensors']);
});

onUnix('read-only directory: it is told when training starts', async () => {
  await mkdir(path);
  await giveAway(path, 0o555);
  const { failure } = await inChild('checkpoint', path, 1, { asNobody: true });
  expect(failure).toBe(`${path} cannot be written: this user may not touch it (EACCES).`);
});

onUnix('no permission to read: it is told, and the file is not passed over', async () => {
  await inChild('checkpoint', path, 1);
  const file = join(path, 'checkpoint-000000-0000000001.safetensors');
  await giveAway(file, 0o000);
  const { failure } = await inChild('newest', path, 0, { asNobody: true });
  expect(failure).toBe(`${file} cannot be read: this user may not touch it (EACCES).`);
});

it('name is a file: it is told, and the file stays', async () => {
  await writeFile(path, 'mine');
  await expect(store.open()).rejects.toThrow(
    `${path}: expected a directory, got a file. Give another path, or move it.`,
  );
  expect(await readFile(path, 'utf8')).toBe('mine');
});

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('directory where none can be made: it is told, and nothing waits for ever', async () => {
  await expect(checkpointDirectory('/proc/neutype/digits').open()).rejects.toThrow(
    '/proc/neutype/digits cannot be written',
  );
});

it('directory deleted meanwhile: it is made again, told, and the next checkpoint is in it', async () => {
  await store.open();
  await store.write(checkpointOf(1));
  await rm(path, { recursive: true });
  await store.write(checkpointOf(2));
  expect(notices).toEqual([`${path} was deleted: it is made again.`]);
  expect(await newestUpdate()).toBe(2);
});

it('lock taken away while the directory stays: nothing is written, as another may train there', async () => {
  await store.open();
  await store.write(checkpointOf(1));
  await unlink(join(path, '.neutype.lock'));
  await expect(store.write(checkpointOf(2))).rejects.toThrow('so as not to mix two trainings');
  expect(await newestUpdate()).toBe(1);
});

it('another process that trains there: it is told which, and nothing is touched', async () => {
  const other = startChild('hold', path, 5);
  await said(other, 'holding');
  await expect(store.open()).rejects.toThrow(
    new RegExp(
      `^${path}: expected a directory that no other training writes to, got one that process ${other.pid} on .* ` +
        'has in use, since .*Z. Wait until it is done, or give another directory.$',
    ),
  );
  expect(await newestUpdate()).toBe(5);
  await kill(other);
  await store.open(); // it is dead: at once, and without a word
  expect(notices).toEqual([]);
});

onUnix('too many open files: it is told, and goes on once there are fewer', async () => {
  const { result, failure } = await inChild('tooManyOpen', path, 0, { limit: '-n 200' });
  expect(failure).toBeUndefined();
  expect(result).toEqual([
    expect.stringMatching(/too many files are open \(EMFILE\)/),
    expect.stringMatching(/too many files are open \(EMFILE\)/),
  ]);
  expect(await newestUpdate()).toBe(3);
});

it('killed while writing: the one before is there, and the leftover goes', async () => {
  await inChild('checkpoint', path, 1);
  const child = startChild('writeSlowly', join(path, 'checkpoint-000000-0000000002.safetensors'));
  await said(child, 'writing');
  await kill(child);
  expect((await readdir(path)).filter((name) => name.endsWith('.part')).length).toBe(1);
  expect(await newestUpdate()).toBe(1);
  await store.open();
  expect((await readdir(path)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it.each([
  ['zeros', (file: string, length: number) => writeFile(file, new Uint8Array(length))],
  ['a part', (file: string, length: number) => truncate(file, length / 2)],
  ['nothing', (file: string) => truncate(file, 0)],
])('power cut that leaves %s of the newest: the one before is gone on from', async (_name, damage) => {
  const two = checkpointDirectory(path, { keepLast: 2, onNotice: (line) => notices.push(line) });
  await two.open();
  for (const update of [1, 2]) await two.write(checkpointOf(update));
  await two.close();
  const file = join(path, 'checkpoint-000000-0000000002.safetensors');
  await damage(file, (await readFile(file)).length);
  await writeFile(join(path, '.neutype.lock.attempt'), '');
  await store.open();
  expect((await store.newest())?.label.update).toBe(1);
  expect(notices).toEqual([expect.stringContaining(`passed over. ${file}`)]);
  await store.write(checkpointOf(2));
  expect(await newestUpdate()).toBe(2);
});
