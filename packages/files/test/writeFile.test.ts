import { mkdtemp, readdir, readFile, rm, symlink, writeFile as writePlainly } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import { FileError, readSafetensors, writeFile, writeSafetensors } from '../src/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neutype-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('writes pieces one after another, to a path or a file URL', async () => {
  const path = join(folder, 'a file');
  await writeFile(path, [bytes('one '), bytes('two')]);
  expect(await readFile(path, 'utf8')).toBe('one two');
  await writeFile(pathToFileURL(path), [bytes('three')]);
  expect(await readFile(path, 'utf8')).toBe('three');
  expect(await readdir(folder)).toEqual(['a file']);
});

it('keeps what was there, and nothing else, where the pieces fail halfway', async () => {
  const path = join(folder, 'kept');
  await writeFile(path, [bytes('before')]);
  function* failing(): Generator<Uint8Array> {
    yield bytes('after');
    throw new Error('no more');
  }
  await expect(writeFile(path, failing())).rejects.toThrow('no more');
  expect(await readFile(path, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['kept']);
});

it('writes to what a symbolic link points to', async () => {
  await writePlainly(join(folder, 'target'), 'before');
  await symlink(join(folder, 'target'), join(folder, 'link'));
  await writeFile(join(folder, 'link'), [bytes('after')]);
  expect(await readFile(join(folder, 'target'), 'utf8')).toBe('after');
});

it('says why a file cannot be written or read', async () => {
  const missing = join(folder, 'nowhere', 'file');
  await expect(writeFile(missing, [])).rejects.toThrow(FileError);
  await expect(writeFile(missing, [])).rejects.toThrow(
    'cannot be written: the directory that it should be in does not exist (ENOENT).',
  );
  await expect(readSafetensors(missing)).rejects.toThrow(
    'cannot be read: there is no such file or directory (ENOENT).',
  );
  await expect(readSafetensors(folder)).rejects.toThrow('it is a directory');
  await expect(writeFile('', [])).rejects.toThrow('expected a path or a file: URL, got an empty text');
});

it('reads safetensors from a path', async () => {
  const path = join(folder, 'weights.safetensors');
  await writeFile(path, writeSafetensors({ weight: ndarray([[1, 2]]) }, { author: 'me' }));
  const { tensors, metadata } = await readSafetensors(path);
  expect(tensors.get('weight')?.toArray()).toEqual([[1, 2]]);
  expect(metadata).toEqual({ author: 'me' });
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
