import { OptionError } from '@neutype/errors';
import { blobSource } from '../byteSource.js';
import type { Folder, FolderOptions } from '../checkpoints/folder.js';
import { FileError } from '../fileError.js';

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
    await explained(name, 'written', () => handle(true));
  }
  return {
    name,
    open,
    names: () =>
      explained(name, 'read', async () => {
        const names: string[] = [];
        for await (const entry of (await handle(false)).values())
          if (entry.kind === 'file') names.push(entry.name);
        return names;
      }).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      }),
    async read(file, work) {
      const blob = await explained(`${name}/${file}`, 'read', async () =>
        (await (await handle(false)).getFileHandle(file)).getFile(),
      );
      return work(blobSource(blob, `${name}/${file}`));
    },
    async write(file, pieces) {
      if (release === undefined) await open();
      await explained(`${name}/${file}`, 'written', async () =>
        writeWhole(await (await handle(true)).getFileHandle(file, { create: true }), pieces),
      );
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
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(undefined);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
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

const REASONS: Readonly<Record<string, string>> = {
  NoModificationAllowedError: 'something else has it open',
  NotFoundError: 'there is no such file or directory',
  QuotaExceededError: 'the browser gives this page no more room',
  SecurityError: 'the browser does not let this page keep files',
  TypeMismatchError: 'a file stands where a directory should be, or the other way around',
};

async function explained<T>(
  name: string,
  purpose: 'read' | 'removed' | 'written',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    const reason = REASONS[error.name] ?? error.message;
    throw new FileError(`${name} cannot be ${purpose}: ${reason} (${error.name}).`, { cause: error });
  }
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
