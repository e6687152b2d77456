import type { ByteSource } from '@neutype/files';

/** All bytes of a file: those of zip archives and of HDF5 refer to each other from end to end. */
export async function readWhole(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(source.size);
  await source.read(0, bytes);
  return bytes;
}
