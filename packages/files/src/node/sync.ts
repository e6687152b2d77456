import { type FileHandle, open } from 'node:fs/promises';

/** What file systems answer that cannot wait for the disk; others write as soon as they are asked. */
const CANNOT: ReadonlySet<string> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** Waits until a file has reached the disk, where the file system can tell. */
export async function syncFile(handle: FileHandle): Promise<void> {
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (!CANNOT.has(error.code ?? '')) throw error;
  });
}

/** Waits until the names in a directory have reached the disk. Windows, and a directory that may not be listed, have no way. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') return undefined;
    throw error;
  });
  if (handle === undefined) return;
  try {
    await syncFile(handle);
  } finally {
    await handle.close();
  }
}
