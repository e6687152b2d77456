import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Folder, FolderOptions } from '../checkpoints/folder.js';
import { explained, FileError } from '../fileError.js';
import { isDraft } from './draft.js';
import { type Lock, type LockTiming, type Owner, takeLock } from './lock.js';
import { makeFolder } from './makeFolder.js';
import { openPath } from './openPath.js';
import { syncDirectory } from './sync.js';
import { toPath } from './toPath.js';
import { replaceFile } from './writePath.js';

const LOCK = '.neutype.lock';
const OUR_DRAFTS = '.checkpoint-';

/** A directory on disk that one process at a time writes to. */
export function diskFolder(
  given: string | URL,
  { where, warn }: FolderOptions,
  timing: Partial<LockTiming> = {},
): Folder {
  const path = toPath(given, where);
  const pathOf = (name: string): string => join(path, name);
  let lock: Lock | undefined;
  let identity: string | undefined;

  async function open(): Promise<void> {
    await explained(path, 'written', async () => {
      await makeDirectory(path);
      const taken = await takeLock(pathOf(LOCK), {
        ...timing,
        onWatch: (owner, seconds) =>
          warn(
            `${path}: ${called(owner)} had this directory; watching for up to ${seconds} s if it is alive.`,
          ),
      });
      if ('owner' in taken) throw inUse(path, taken.owner);
      lock = taken.lock;
      identity = await identityOf(path);
      await removeDrafts(path);
    });
  }
  /** Another may have taken the directory over from a process that was stopped for long, or somebody deleted it. */
  async function ensureOurs(): Promise<void> {
    if (await lock?.isOurs()) return;
    if (lock !== undefined) {
      if ((await identityOf(path)) === identity) throw takenOver(path);
      warn(`${path} was deleted: it is made again.`);
      await lock.release();
    }
    await open();
  }
  async function write(name: string, pieces: Iterable<Uint8Array>): Promise<void> {
    await replaceFile(pathOf(name), pieces, {
      beforeRename: async () => {
        if (!(await lock?.isOurs())) throw takenOver(path);
      },
    });
  }
  return {
    name: path,
    open,
    names: () => explained(path, 'read', () => namesIn(path)),
    async read(name, work) {
      const opened = await openPath(pathOf(name), where);
      try {
        return await work(opened.source);
      } finally {
        await opened.close();
      }
    },
    async write(name, pieces) {
      await explained(pathOf(name), 'written', async () => {
        await ensureOurs();
        try {
          await write(name, pieces);
        } catch (error) {
          if (await lock?.isOurs().catch(() => true)) throw error;
          await ensureOurs();
          await write(name, pieces);
        }
      });
    },
    remove: (name) => explained(pathOf(name), 'removed', () => rm(pathOf(name), { force: true })),
    async close() {
      await lock?.release();
      lock = undefined;
    },
  };
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await makeFolder(path);
    await syncDirectory(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new FileError(
      { where: path, expected: 'a directory', received: 'a file', remedy: 'Give another path, or move it.' },
      { cause: error },
    );
  }
}

async function namesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
}

/** Who has the lock is alone here, so all drafts are of the dead. */
async function removeDrafts(path: string): Promise<void> {
  for (const name of await namesIn(path)) {
    if (name.startsWith(OUR_DRAFTS) && isDraft(name)) await rm(join(path, name), { force: true });
  }
}

async function identityOf(path: string): Promise<string | undefined> {
  return stat(path, { bigint: true }).then(
    ({ dev, ino, birthtimeNs }) => `${dev}:${ino}:${birthtimeNs}`,
    () => undefined,
  );
}

function called(owner: Owner | undefined): string {
  if (owner === undefined) return 'another process';
  if (owner.pid === process.pid) return 'this process';
  return `process ${owner.pid} on ${owner.host}`;
}

function inUse(path: string, owner: Owner | undefined): FileError {
  const since = owner === undefined ? '' : `, since ${owner.since}`;
  return new FileError({
    where: path,
    expected: 'a directory that no other training writes to',
    received: `one that ${called(owner)} has in use${since}`,
    remedy: 'Wait until it is done, or give another directory.',
  });
}

function takenOver(path: string): FileError {
  return new FileError({
    where: path,
    expected: 'to be alone in this directory',
    received: 'one that another process took over, or whose lock was deleted',
    remedy: 'Nothing is written, so as not to mix two trainings.',
  });
}
