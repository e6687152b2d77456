import { copyFile, type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explained, TakenOverError } from './diskErrors.js';
import type { PartialFile, PartialState } from './partial.js';

/**
 * A partial file on disk: `<name>.part`, and `<name>.part.json` that says what it is a part of. Killed at any moment,
 * it leaves a piece that can be gone on with, or one that nothing vouches for and that is begun anew.
 *
 * Each process writes into a file of its own, a piece from an earlier one is copied: so one that was stopped, was taken
 * for dead and wakes up again cannot write into what another has made of the file meanwhile. It notices by the file's
 * identity that the name is no longer its own.
 */
export function diskPartial(directory: string, name: string): PartialFile {
  const dataPath = join(directory, `${name}.part`);
  const statePath = `${dataPath}.json`;
  const copyPath = `${dataPath}.copy`;
  let handle: FileHandle | undefined;
  let ours: string | undefined;
  let resumedAt: number | undefined;

  async function close(): Promise<void> {
    await handle?.close();
    handle = undefined;
  }
  const takenOver = (): TakenOverError =>
    new TakenOverError(`${dataPath}: another process took this file over.`);
  async function assertOurs(): Promise<void> {
    if (ours !== undefined && (await identityAt(dataPath)) !== ours) {
      throw takenOver();
    }
  }
  async function opened(flags: 'wx' | 'a'): Promise<FileHandle> {
    handle = await open(dataPath, flags);
    ours = identity(await handle.stat({ bigint: true }));
    return handle;
  }
  /** Makes what an earlier process left a file of our own; where there is no room for a copy, it is used as it is. */
  async function adopt(): Promise<void> {
    try {
      await copyFile(dataPath, copyPath);
      await rename(copyPath, dataPath);
    } catch {
      await rm(copyPath, { force: true });
    }
    if ((await sizeAt(dataPath)) !== resumedAt) throw takenOver();
  }
  async function remove(): Promise<void> {
    // The state goes first: at no moment does a state describe another file's bytes.
    for (const path of [statePath, dataPath, copyPath]) await rm(path, { force: true });
    ours = undefined;
  }
  return {
    close,
    discard: async () => {
      await close();
      await assertOurs();
      await remove();
    },
    resume: async () => {
      const state = await readState(statePath);
      await assertOurs();
      resumedAt = await sizeAt(dataPath);
      return state === undefined || resumedAt === undefined ? undefined : { ...state, received: resumedAt };
    },
    begin: (state) =>
      explained(dataPath, async () => {
        await close();
        await assertOurs();
        await remove();
        await opened('wx');
        await writeFile(statePath, JSON.stringify(state));
      }),
    goOn: (state) => explained(statePath, () => writeFile(statePath, JSON.stringify(state))),
    append: (chunk) =>
      explained(dataPath, async () => {
        if (handle === undefined) await (ours === undefined ? adopt() : assertOurs());
        await writeWhole(handle ?? (await opened('a')), chunk);
      }),
    bytes: () =>
      explained(dataPath, async () => {
        await assertOurs();
        return readFile(dataPath);
      }),
    commit: (finalName) =>
      explained(dataPath, async () => {
        await close();
        await assertOurs();
        await synchronised(dataPath);
        await rename(dataPath, join(directory, finalName));
        await rm(statePath, { force: true });
        // The rename itself is durable once the directory is. Windows has no way to ask for that.
        if (process.platform !== 'win32') await synchronised(directory);
      }),
  };
}

/** Absent or half written, there is nothing to go on with. */
async function readState(statePath: string): Promise<PartialState | undefined> {
  try {
    const state = JSON.parse(await readFile(statePath, 'utf8')) as unknown;
    return isState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

function isState(state: unknown): state is PartialState {
  if (typeof state !== 'object' || state === null) return false;
  const { url, validator = '', total = 0 } = state as Record<string, unknown>;
  return typeof url === 'string' && typeof validator === 'string' && typeof total === 'number';
}

async function sizeAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}

async function identityAt(path: string): Promise<string | undefined> {
  try {
    return identity(await stat(path, { bigint: true }));
  } catch {
    return undefined;
  }
}

function identity({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${dev}:${ino}`;
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
