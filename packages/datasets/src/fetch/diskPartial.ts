import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../support/errors.js';
import type { PartialFile, PartialState } from './partial.js';

/**
 * A partial file on disk: `<name>.part`, and `<name>.part.json` that says what it is a part of. Killed at any moment,
 * it leaves a piece that can be gone on with, or one that nothing vouches for and that is begun anew.
 */
export function diskPartial(directory: string, name: string): PartialFile {
  const dataPath = join(directory, `${name}.part`);
  const statePath = `${dataPath}.json`;
  let handle: FileHandle | undefined;

  const close = async (): Promise<void> => {
    await handle?.close();
    handle = undefined;
  };
  const discard = async (): Promise<void> => {
    await close();
    await rm(statePath, { force: true });
    await rm(dataPath, { force: true });
  };
  return {
    close,
    discard,
    resume: () => readState(statePath, dataPath),
    begin: (state) =>
      explained(dataPath, async () => {
        await close();
        // The old state goes first: at no moment does a state describe another file's bytes.
        await rm(statePath, { force: true });
        handle = await open(dataPath, 'w');
        await writeFile(statePath, JSON.stringify(state));
      }),
    append: (chunk) =>
      explained(dataPath, async () => {
        handle ??= await open(dataPath, 'a');
        await writeWhole(handle, chunk);
      }),
    bytes: () => explained(dataPath, () => readFile(dataPath)),
    commit: (finalName) =>
      explained(dataPath, async () => {
        await close();
        await synchronised(dataPath);
        await rename(dataPath, join(directory, finalName));
        await rm(statePath, { force: true });
        // The rename itself is durable once the directory is. Windows has no way to ask for that.
        if (process.platform !== 'win32') await synchronised(directory);
      }),
  };
}

async function readState(
  statePath: string,
  dataPath: string,
): Promise<(PartialState & { received: number }) | undefined> {
  try {
    const state = JSON.parse(await readFile(statePath, 'utf8')) as PartialState;
    return { ...state, received: (await stat(dataPath)).size };
  } catch {
    // Absent or half written: there is nothing to go on with.
    return undefined;
  }
}

/** `FileHandle.write` may write less than it was given. */
async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await handle.write(chunk, written)).bytesWritten;
  }
}

async function synchronised(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Does something with the file; what goes wrong is said in words. */
async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
    throw new DatasetError(
      full
        ? `${path}: the disk is full (${code}). What was fetched is kept; make room, or name another place with ` +
            'cacheDir or NEUTYPE_CACHE_DIR, and start again.'
        : `${path} cannot be written (${code ?? error}).`,
      { cause: error },
    );
  }
}
