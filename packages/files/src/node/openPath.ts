import { type FileHandle, open } from 'node:fs/promises';
import { type ByteSource, changed } from '../byteSource.js';
import { explained } from '../fileError.js';
import { toPath } from './toPath.js';

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

/** No system reads 2 GiB or more in one call. */
const MOST_AT_ONCE = 1024 * 1024 * 1024;

async function readAt(handle: FileHandle, path: string, begin: number, into: Uint8Array): Promise<void> {
  await explained(path, 'read', async () => {
    for (let done = 0; done < into.length; ) {
      const length = Math.min(into.length - done, MOST_AT_ONCE);
      const { bytesRead } = await handle.read(into, done, length, begin + done);
      if (bytesRead === 0) throw changed(path);
      done += bytesRead;
    }
  });
}
