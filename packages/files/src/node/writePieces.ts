import type { FileHandle } from 'node:fs/promises';
import { DataError, shown } from '@neutype/errors';
import type { Pieces } from '../pieces.js';

/** Pieces up to this size are put together: a call for each of many small tensors would take longer than writing them. */
const SMALL = 64 * 1024;
const TOGETHER = 1024 * 1024;
/** No system writes 2 GiB or more in one call. */
const MOST_AT_ONCE = 1024 * 1024 * 1024;

/** Writes pieces one after another from where the file is, of whatever sizes and number. */
export async function writePieces(handle: FileHandle, pieces: Pieces): Promise<void> {
  let gathered: Uint8Array | undefined;
  let filled = 0;
  async function flush(): Promise<void> {
    if (gathered !== undefined && filled > 0) await writeAll(handle, gathered.subarray(0, filled));
    filled = 0;
  }
  for await (const piece of pieces) {
    checkPiece(piece);
    if (piece.length > SMALL) {
      await flush();
      await writeAll(handle, piece);
      continue;
    }
    gathered ??= new Uint8Array(TOGETHER);
    if (filled + piece.length > TOGETHER) await flush();
    gathered.set(piece, filled);
    filled += piece.length;
  }
  await flush();
}

/** A call may write less than it was given, and the next one says why. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(bytes.length - done, MOST_AT_ONCE));
    done += bytesWritten;
  }
}

/** A single array of bytes is no list of pieces, though it can be gone through. */
export function checkPiece(piece: unknown): void {
  if (ArrayBuffer.isView(piece) && 'BYTES_PER_ELEMENT' in piece && piece.BYTES_PER_ELEMENT === 1) return;
  throw new DataError({
    where: 'writeFile, pieces',
    expected: 'arrays of bytes',
    received: shown(piece),
    remedy: 'Give a list of Uint8Array: [bytes].',
  });
}
