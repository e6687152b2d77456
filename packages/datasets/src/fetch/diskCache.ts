import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../support/errors.js';
import { diskPartial } from './diskPartial.js';
import { type LockTiming, withLock } from './lock.js';
import { type FileCache, memoryPartial } from './partial.js';

/**
 * A directory as cache. Where it cannot be written, `onReadOnly` is told once and fetched files stay in memory.
 */
export async function diskCache(
  directory: string,
  onReadOnly: (reason: string) => void,
  timing: Partial<LockTiming> = {},
): Promise<FileCache> {
  const pathOf = (name: string): string => join(directory, name);
  const reading = { place: directory, pathOf, read: (name: string) => readIfPresent(pathOf(name)) };
  const obstacle = await whyNotWritable(directory);
  if (obstacle === undefined) {
    return {
      ...reading,
      remove: (name) => rm(pathOf(name), { force: true }),
      partial: (name) => diskPartial(directory, name),
      exclusively: (name, work, waiting) => withLock(pathOf(`${name}.lock`), work, waiting, timing),
    };
  }
  return {
    ...reading,
    remove: async () => {},
    partial: () => {
      onReadOnly(obstacle);
      return memoryPartial(async () => {}, { resumable: true });
    },
    exclusively: (_name, work) => work(),
  };
}

/** The file's bytes, or undefined where there is no such file; a folder is none. */
export async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw new DatasetError(`${path} cannot be read (${code ?? error}).`, { cause: error });
  }
}

async function whyNotWritable(directory: string): Promise<string | undefined> {
  const probe = join(directory, `.probe-${process.pid}-${Math.random().toString(36).slice(2)}`);
  try {
    await mkdir(directory, { recursive: true });
    await (await open(probe, 'wx')).close();
    await rm(probe, { force: true });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
