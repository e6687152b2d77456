import { OptionError } from '@neutype/errors';
import { blobSource } from '../byteSource.js';
import type { Folder, FolderOptions } from '../checkpoints/folder.js';
import { explained, FileError } from '../fileError.js';

/** A page that was closed or loaded again gives its locks back a moment later; in milliseconds. */
const PATIENCE = 3_000;
/** What the store's files begin with: only those are tidied up. */
const OURS = 'checkpoint-';

/**
 * A directory of the page's own (the origin private file system), that one tab or worker at a time writes to. What a
 * tab that was closed has begun to write is never seen: the browser puts a file in place when all of it is written.
 */
export function pageFolder(given: string | URL, { where }: FolderOptions): Folder {
  const parts = partsOf(given, where);
  const name = parts.join('/');
  let release: (() => void) | undefined;

  async function handle(create: boolean): Promise<FileSystemDirectoryHandle> {
    let directory = await storage().getDirectory();
    for (const part of parts) directory = await directory.getDirectoryHandle(part, { create });
    return directory;
  }
  async function open(): Promise<void> {
    release ??= await locked(`neutype ${name}`);
    if (release === undefined) throw inUse(name);
    await explained(name, 'written', async () => removeEmpty(await handle(true)));
  }
  return {
    name,
    open,
    names: () =>
      explained(name, 'read', async () => {
        const files = await filesIn(await handle(false));
        return files.filter(({ size }) => size > 0).map((file) => file.name);
      }).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      }),
    async read(file, work) {
      const blob = await explained(`${name}/${file}`, 'read', async () =>
        (await (await handle(false)).getFileHandle(file)).getFile(),
      );
      return work({ ...blobSource(blob), name: `${name}/${file}` });
    },
    async write(file, pieces) {
      if (release === undefined) await open();
      await explained(`${name}/${file}`, 'written', async () => {
        const directory = await handle(true);
        try {
          await writeWhole(await directory.getFileHandle(file, { create: true }), pieces);
        } catch (error) {
          await removeEmpty(directory).catch(() => {});
          throw error;
        }
      });
    },
    remove: (file) =>
      explained(`${name}/${file}`, 'removed', async () => (await handle(false)).removeEntry(file)).catch(
        (error: unknown) => {
          if (!isMissing(error)) throw error;
        },
      ),
    async close() {
      release?.();
      release = undefined;
    },
  };
}

function partsOf(given: string | URL, where: string): string[] {
  const parts = String(given)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (given instanceof URL || parts.length === 0 || parts.includes('..')) {
    throw new OptionError({
      where: `${where}, path`,
      expected: "a path in the page's own file system, like runs/digits",
      received: String(given),
    });
  }
  return parts;
}

function storage(): StorageManager {
  if (globalThis.navigator?.storage?.getDirectory !== undefined) return navigator.storage;
  throw new FileError({
    where: 'checkpoints in a page',
    expected: 'a browser that lets a page keep files',
    received: 'one that does not',
    remedy: 'It takes a page served over https, and a browser of 2023 or later.',
  });
}

/** Undefined where another tab or worker has it; the browser takes it from one that is closed. */
function locked(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE);
    navigator.locks
      .request(name, { signal }, () => new Promise<void>((release) => resolve(release)))
      .catch((error: unknown) => {
        if (signal.aborted) resolve(undefined);
        else reject(error);
      });
  });
}

async function filesIn(directory: FileSystemDirectoryHandle): Promise<File[]> {
  const files: File[] = [];
  for await (const entry of directory.values()) {
    if (entry.kind === 'file') files.push(await entry.getFile());
  }
  return files;
}

/** A file is made before anything is written to it: of a write that failed, or a tab that was closed, an empty one stays. */
async function removeEmpty(directory: FileSystemDirectoryHandle): Promise<void> {
  for (const { name, size } of await filesIn(directory)) {
    if (size === 0 && name.startsWith(OURS)) await directory.removeEntry(name);
  }
}

/** Until `close` nothing of it is seen. */
async function writeWhole(
  file: FileSystemFileHandle,
  pieces: Iterable<Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const stream = await file.createWritable();
  try {
    for (const piece of pieces) await stream.write(piece);
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
  await stream.close();
}

function isMissing(error: unknown): boolean {
  return error instanceof FileError && (error.cause as Error | undefined)?.name === 'NotFoundError';
}

function inUse(name: string): FileError {
  return new FileError({
    where: name,
    expected: 'a directory that no other training writes to',
    received: 'one that another tab or worker has in use',
    remedy: 'Wait until it is done, or give another directory.',
  });
}
