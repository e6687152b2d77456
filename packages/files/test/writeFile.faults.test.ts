import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile as writePlainly,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import { writeFile } from '../src/index.js';
import { draftFor } from '../src/node/draft.js';
import { temporaryFolder } from './support/folder.js';
import { giveAway, inChild, kill, outputOf, said, startChild } from './support/inChild.js';
import { mayMount, mountMemory, remount, unmount } from './support/mount.js';

const folder = temporaryFolder();
let path: string;
beforeEach(async () => {
  await chmod(folder.path, 0o777); // for children that are other users
  path = join(folder.path, 'weights');
});

const onUnix = process.platform === 'win32' ? it.skip : it;
const onLinux = process.platform === 'linux' ? it : it.skip;
const asRoot = process.getuid?.() === 0 ? it : it.skip;

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('a file that is replaced', () => {
  onUnix.each(['600', '664', '755'])('keeps its permissions (%s)', async (octal) => {
    const mode = Number.parseInt(octal, 8);
    await writePlainly(path, 'before');
    await chmod(path, mode);
    await writeFile(path, [bytes('after')]);
    expect((await stat(path)).mode & 0o7777).toBe(mode);
    expect(await readFile(path, 'utf8')).toBe('after');
  });

  asRoot('keeps its owner, where the one who writes may give files away', async () => {
    await writePlainly(path, 'before');
    await chown(path, 1234, 5678);
    await writeFile(path, [bytes('after')]);
    expect(await stat(path)).toMatchObject({ uid: 1234, gid: 5678 });
  });

  onUnix('stays as it is where it is write-protected', async () => {
    await writePlainly(path, 'before');
    await giveAway(path, 0o444);
    const { failure } = await inChild('write', path, 5, { asNobody: true });
    expect(failure).toBe(`${path} cannot be written: this user may not touch it (EACCES).`);
    expect(await readFile(path, 'utf8')).toBe('before');
  });

  onUnix('is read by nobody meanwhile who may not read it afterwards', async () => {
    await writePlainly(path, 'before');
    await chmod(path, 0o600);
    const modes: number[] = [];
    function* watched(): Generator<Uint8Array> {
      yield bytes('a');
      modes.push(modeOfDraft());
    }
    const modeOfDraft = (): number => {
      const [, mode = ''] =
        /^(\d+) .*\.part$/m.exec(
          spawnSync('sh', ['-c', 'stat -c "%a %n" .*.part'], { cwd: folder.path }).stdout.toString(),
        ) ?? [];
      return Number.parseInt(mode, 8);
    };
    await writeFile(path, watched());
    expect(modes).toEqual([0o600]);
  });
});

describe('a symbolic link', () => {
  onUnix('to a file that is not there yet stays, and the file is made', async () => {
    await mkdir(join(folder.path, 'elsewhere'));
    await symlink('second', path);
    await symlink('elsewhere/file', join(folder.path, 'second'));
    await writeFile(path, [bytes('new')]);
    expect(await readFile(join(folder.path, 'elsewhere', 'file'), 'utf8')).toBe('new');
    expect(await readlink(path)).toBe('second');
  });

  onUnix('that leads in a circle is told', async () => {
    await symlink('weights', path);
    await expect(writeFile(path, [])).rejects.toThrow('its symbolic links lead in a circle (ELOOP).');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
  });
});

describe('what is no file gets the bytes as they come', () => {
  onLinux('/dev/stdout, of a pipe and of a file', async () => {
    const piped = startChild('write', '/dev/stdout', 5);
    expect(await outputOf(piped)).toContain('\u0001\u0001\u0001\u0001\u0001{');
    const log = join(folder.path, 'log');
    const { pid } = process;
    const handle = await open(log, 'w');
    await writeFile(`/proc/${pid}/fd/${handle.fd}`, [bytes('through')]);
    await handle.write(' and on', null);
    await handle.close();
    expect(await readFile(log, 'utf8')).toContain(' and on');
  });

  onLinux('/dev/null, which takes pieces of more than 2 GiB', async () => {
    await writeFile('/dev/null', [new Uint8Array(2 ** 31 + 5)]);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  onLinux('/dev/full, which is full', async () => {
    await expect(writeFile('/dev/full', [bytes('x')])).rejects.toThrow(
      '/dev/full cannot be written: the disk is full (ENOSPC).',
    );
  });

  onUnix('a pipe with a name', async () => {
    spawnSync('mkfifo', [path]);
    const reading = readFile(path, 'utf8');
    await writeFile(path, [bytes('one '), bytes('two')]);
    expect(await reading).toBe('one two');
    expect((await stat(path)).isFIFO()).toBe(true);
  });
});

describe('a fault leaves what was there before, and nothing else', () => {
  beforeEach(() => writePlainly(path, 'before'));
  afterEach(async () => {
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await readdir(folder.path)).toEqual(['weights']);
  });

  onUnix('where a file may only have some size', async () => {
    const { failure } = await inChild('write', path, 1e6, { limit: '-f 100' });
    expect(failure).toBe(
      `${path} cannot be written: the file would be larger than the file system allows (EFBIG).`,
    );
  });

  onUnix('where the directory is read-only', async () => {
    await giveAway(folder.path, 0o555);
    const { failure } = await inChild('write', path, 5, { asNobody: true });
    await chmod(folder.path, 0o777);
    expect(failure).toBe(`${path} cannot be written: this user may not touch it (EACCES).`);
  });

  it('where the path is a directory', async () => {
    await expect(writeFile(folder.path, [bytes('x')])).rejects.toThrow('it is a directory (EISDIR).');
  });

  it.each([
    ['bytes that are no list of pieces', bytes('text')],
    ['a list of other arrays', [new Float32Array(3)]],
    ['a list of texts', ['text']],
  ])('where it is given %s', async (_name, pieces) => {
    await expect(writeFile(path, pieces as Iterable<Uint8Array>)).rejects.toThrow(
      'Give a list of Uint8Array: [bytes].',
    );
  });
});

const whereMounting = mayMount ? describe : describe.skip;
whereMounting('on a disk of its own', () => {
  let disk: string;
  beforeEach(async () => {
    disk = join(folder.path, 'disk');
    await mkdir(disk);
    mountMemory(disk, 1024 * 1024);
    path = join(disk, 'weights');
    await writeFile(path, [bytes('before')]);
  });
  afterEach(() => unmount(disk));

  it('a file that has no room leaves the one before, and is written once there is room', async () => {
    const half = new Uint8Array(600_000);
    await writePlainly(join(disk, 'other'), half);
    const failed = expect(writeFile(path, [half])).rejects;
    await failed.toThrow(`${path} cannot be written: the disk is full (ENOSPC).`);
    expect((await readdir(disk)).sort()).toEqual(['other', 'weights']);
    expect(await readFile(path, 'utf8')).toBe('before');
    await rm(join(disk, 'other'));
    await writeFile(path, [half]);
    expect((await stat(path)).size).toBe(half.length);
  });

  it('that is read-only, a file stays as it is', async () => {
    remount(disk, 'ro');
    await expect(writeFile(path, [bytes('after')])).rejects.toThrow(
      'it lies on a file system that is read-only (EROFS).',
    );
    expect(await readFile(path, 'utf8')).toBe('before');
  });
});

it('a directory that is deleted while a file is written is told', async () => {
  const directory = join(folder.path, 'gone');
  await mkdir(directory);
  function* pieces(): Generator<Uint8Array> {
    yield new Uint8Array(100_000);
    rmSync(directory, { recursive: true });
    yield new Uint8Array(100_000);
  }
  const file = join(directory, 'file');
  const failed = expect(writeFile(file, pieces())).rejects;
  await failed.toThrow(
    `${file} cannot be written: the directory that it should be in does not exist (ENOENT).`,
  );
});

it('pieces of all sizes arrive in order, a hundred thousand small ones among them', async () => {
  const draw = random(3);
  const sizes = Array.from({ length: 100_000 }, (_, index) =>
    index % 9_973 === 7 ? 70_000 + draw.integer(2_000_000) : draw.integer(40),
  );
  const pieces = sizes.map((size, index) => new Uint8Array(size).fill(index));
  await writeFile(path, pieces);
  expect((await readFile(path)).equals(Buffer.concat(pieces))).toBe(true);
});

it.each([200, 255])('a name of %i bytes, as long as they get, is no obstacle', async (length) => {
  path = join(folder.path, 'n'.repeat(length));
  await writeFile(path, [bytes('x')]);
  expect(await readFile(path, 'utf8')).toBe('x');
});

describe('what a killed process left of a file', () => {
  it('is removed when the file is written again', async () => {
    await writeFile(path, [bytes('before')]);
    const child = startChild('writeSlowly', path);
    await said(child, 'writing');
    await kill(child);
    expect((await readdir(folder.path)).length).toBe(2);
    expect(await readFile(path, 'utf8')).toBe('before');
    await writeFile(path, [bytes('after')]);
    expect(await readdir(folder.path)).toEqual(['weights']);
  });

  it('stays while its process lives, or where it is of another file', async () => {
    const living = draftFor(path);
    const other = draftFor(join(folder.path, 'other')).replace(`.${process.pid}-`, '.99999999-');
    for (const draft of [living, other]) await writePlainly(draft, 'x');
    await writeFile(path, [bytes('after')]);
    expect((await readdir(folder.path)).length).toBe(3);
  });

  onLinux('is removed where another process has its number by now', async () => {
    await writePlainly(draftFor(path).replace(/-(\d+)-/, '-1-'), 'x');
    await writeFile(path, [bytes('after')]);
    expect(await readdir(folder.path)).toEqual(['weights']);
  });

  it('on another machine is removed after a day', async () => {
    const draft = draftFor(path).replace(/[\da-f]{8}(-[\da-f]{8}\.part)$/, '00000000$1');
    await writePlainly(draft, 'x');
    await writeFile(path, [bytes('after')]);
    expect((await readdir(folder.path)).length).toBe(2);
    const yesterday = Date.now() / 1000 - 25 * 3600;
    await utimes(draft, yesterday, yesterday);
    await writeFile(path, [bytes('after')]);
    expect(await readdir(folder.path)).toEqual(['weights']);
  });
});
