import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CorruptFileError } from '../support/errors.js';
import { openFailure } from './openFailure.js';

const CHUNK = 1 << 16;

/**
 * The bytes of a file, piece by piece as they are asked for, unpacked where they are gzip.
 *
 * @throws DataNotFoundError where the file cannot be opened, CorruptFileError for gzip that is damaged
 */
export async function* fileBytes(path: string, where: string): AsyncGenerator<Uint8Array> {
  const stored = storedBytes(path, where);
  const first = await stored.next();
  if (first.done === true) return;
  const all = withFirst(first.value, stored);
  yield* isGzip(first.value) ? unpacked(all, path) : all;
}

async function* storedBytes(path: string, where: string): AsyncGenerator<Uint8Array> {
  function failed(error: unknown): never {
    throw openFailure(path, where, error);
  }
  const file = await open(path).catch(failed);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(CHUNK)).catch(failed);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* withFirst(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  // A pipeline, so that an error on either side ends both, and one that nobody waits for any more ends nothing else.
  const gunzip = pipeline(Readable.from(bytes, { objectMode: false }), createGunzip(), () => {});
  let start = true;
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      if (start && isGzip(piece))
        throw new CorruptFileError(path, 'is packed with gzip twice; unpack it once.');
      start = false;
      yield piece;
    }
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error;
    throw new CorruptFileError(path, `the gzip file is damaged: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}
