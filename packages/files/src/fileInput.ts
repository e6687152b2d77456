import { DataError, shown } from '@neutype/errors';
import { type ByteSource, blobSource, bytesSource } from './byteSource.js';
import { openPath } from './platform/node.js';

/** A file: its path or `file:` URL in Node; in browsers a `Blob`, as a file input gives it; its bytes; or a source of your own. */
export type FileInput = string | URL | Blob | Uint8Array | ArrayBuffer | ByteSource;

/**
 * Reads from a file, which is closed again however that ends.
 *
 * @param where the function that was given it, for messages
 * @throws DataError for what is no file; FileError for one that cannot be read
 */
export async function withFile<Result>(
  file: FileInput,
  where: string,
  work: (source: ByteSource) => Promise<Result>,
): Promise<Result> {
  if (typeof file !== 'string' && !(file instanceof URL)) return work(toSource(file, where));
  const opened = await openPath(file, where);
  try {
    return await work(opened.source);
  } finally {
    await opened.close();
  }
}

function toSource(file: Exclude<FileInput, string | URL>, where: string): ByteSource {
  if (ArrayBuffer.isView(file)) return bytesSource(file);
  if (file instanceof ArrayBuffer) return bytesSource(new Uint8Array(file));
  if (file instanceof Blob) return blobSource(file);
  if (typeof file === 'object' && file !== null && typeof file.read === 'function') return file;
  throw new DataError({
    where: `${where}, file`,
    expected: 'a path, a Blob, or the bytes of a file',
    received: shown(file),
  });
}
