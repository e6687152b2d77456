import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OptionError } from '@neutype/errors';
import { type ByteSource, changed } from '../byteSource.js';
import { explained } from '../fileError.js';

/*
 * What differs between Node and a browser, Node's side. Bundlers replace this file by browser.js through the `browser`
 * field of package.json; both export the same names.
 */

/** A file that is read from, until it is closed. */
export interface OpenedFile {
  readonly source: ByteSource;
  close(): Promise<void>;
}

/** @throws FileError for a file that cannot be opened */
export async function openPath(given: string | URL, where: string): Promise<OpenedFile> {
  const path = toPath(given, where);
  return explained(path, 'read', async () => {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const source: ByteSource = {
        name: path,
        size,
        read: (begin, into) => readAt(handle, path, begin, into),
      };
      return { source, close: () => handle.close() };
    } catch (error) {
      await handle.close();
      throw error;
    }
  });
}

/**
 * Writes a file whole or not at all: under another name in the same directory, which becomes the file's when all has
 * reached the disk. Killed at any moment, it leaves what was there before, or the new file.
 *
 * @throws FileError where it cannot be written; what was there before stays
 */
export async function writePath(
  given: string | URL,
  pieces: Iterable<Uint8Array>,
  where: string,
): Promise<void> {
  const path = toPath(given, where);
  await explained(path, 'written', async () => {
    const target = await realpath(path).catch(() => path);
    const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
    try {
      await writeDraft(draft, pieces);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncDirectory(dirname(target));
  });
}

async function writeDraft(path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    for (const piece of pieces) await handle.appendFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Has the new name reach the disk, where a directory can be opened for that. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function readAt(handle: FileHandle, path: string, begin: number, into: Uint8Array): Promise<void> {
  await explained(path, 'read', async () => {
    for (let done = 0; done < into.length; ) {
      const { bytesRead } = await handle.read(into, done, into.length - done, begin + done);
      if (bytesRead === 0) throw changed(path);
      done += bytesRead;
    }
  });
}

function toPath(given: string | URL, where: string): string {
  if (typeof given === 'string' && given !== '') return given;
  if (given instanceof URL && given.protocol === 'file:') return fileURLToPath(given);
  throw new OptionError({
    where: `${where}, file`,
    expected: 'a path or a file: URL',
    received: given === '' ? 'an empty text' : String(given),
  });
}
