import { DataError } from '@neutype/errors';

/** Bytes that are read piece by piece: a file, a Blob, an array. */
export interface ByteSource {
  /** What messages call it. */
  readonly name: string;
  readonly size: number;
  /** Fills an array with the bytes from `begin` on; all of them lie within the source. */
  read(begin: number, into: Uint8Array): Promise<void>;
}

/** Bytes in memory. */
export function bytesSource(bytes: Uint8Array, name = 'the file'): ByteSource {
  return {
    name,
    size: bytes.length,
    read: async (begin, into) => into.set(bytes.subarray(begin, begin + into.length)),
  };
}

/** A Blob: what a file input gives, for one. */
export function blobSource(blob: Blob, name = 'the file'): ByteSource {
  return {
    name: 'name' in blob && typeof blob.name === 'string' ? blob.name : name,
    size: blob.size,
    async read(begin, into) {
      const piece = new Uint8Array(await blob.slice(begin, begin + into.length).arrayBuffer());
      if (piece.length !== into.length) throw changed(this.name);
      into.set(piece);
    },
  };
}

/** A source that became shorter while it was read. */
export function changed(name: string): DataError {
  return new DataError({
    where: name,
    expected: 'a file that stays as it is while it is read',
    received: 'one that became shorter',
  });
}
