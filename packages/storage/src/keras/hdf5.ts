import { DataError, NeutypeError } from '@neutype/errors';
import type { File } from 'h5wasm';
import { reader } from './hdf5Reader.js';
import { writer } from './hdf5Writer.js';

/** The package, once it is imported. */
export type H5wasm = typeof import('h5wasm');

/** An array of an HDF5 file, which is not read yet. */
export interface StoredArray {
  readonly path: string;
  readonly shape: readonly number[];
  /** @throws DataError where its bytes are damaged */
  read(): Float32Array;
}

/** An HDF5 file of arrays in groups, while it is open. */
export interface Hdf5 {
  /** The names within a group, in the order of the file; none of what is no group. */
  names(path: string): readonly string[];
  /** The array of this path; `undefined` where there is none. */
  array(path: string): StoredArray | undefined;
  /** A text beside a group or an array, '' for that of the file. */
  text(path: string, name: string): string | undefined;
  /** A list of texts likewise. */
  texts(path: string, name: string): readonly string[] | undefined;
}

/** An HDF5 file while it is written. */
export interface Hdf5Writer {
  group(path: string, attributes?: Readonly<Record<string, string>>): void;
  array(path: string, values: Float32Array, shape: readonly number[]): void;
}

/** Its types do not know the option. */
const OWNED: { readonly flags?: string; readonly canOwn: boolean } = { canOwn: true };

/** Names of the files in h5wasm's memory, which no two calls share. */
let opened = 0;

/**
 * Opens the bytes of an HDF5 file for as long as `work` takes; whatever comes of it, nothing of them stays in h5wasm's
 * memory.
 *
 * @param bytes they belong to the file from then on
 * @param where what messages call the file
 * @throws DataError for what is no HDF5 file or a damaged one; NeutypeError where h5wasm is not installed
 */
export async function withHdf5<Result>(
  bytes: Uint8Array,
  where: string,
  work: (file: Hdf5) => Result,
): Promise<Result> {
  const h5 = await h5wasm();
  return inMemory(h5, where, (path) => {
    // The bytes become the file as they are, without another copy of them.
    h5.FS?.writeFile(path, bytes, OWNED);
    const file = openFile(h5, path, where);
    try {
      return work(reader(h5, file, where));
    } finally {
      file.close();
    }
  });
}

/** The bytes of an HDF5 file that `work` fills. */
export async function writtenHdf5(work: (file: Hdf5Writer) => void): Promise<Uint8Array> {
  const h5 = await h5wasm();
  return inMemory(h5, 'writing HDF5', (path) => {
    const file = new h5.File(path, 'w');
    try {
      work(writer(file));
    } finally {
      file.close();
    }
    return h5.FS?.readFile(path) as Uint8Array;
  });
}

async function h5wasm(): Promise<H5wasm> {
  let h5: H5wasm;
  try {
    h5 = await import('h5wasm');
  } catch (error) {
    throw new NeutypeError('Keras keeps weights in HDF5, which h5wasm reads and writes: npm install h5wasm', {
      cause: error,
    });
  }
  await h5.ready;
  return h5;
}

/** Does something with a file of h5wasm's own file system; HDF5's errors are thrown rather than printed meanwhile. */
function inMemory<Result>(h5: H5wasm, where: string, work: (path: string) => Result): Result {
  opened += 1;
  const path = `/neutype-${opened}.h5`;
  h5.Module.activate_throwing_error_handler();
  try {
    return work(path);
  } catch (error) {
    throw error instanceof NeutypeError ? error : damaged(where, error);
  } finally {
    h5.Module.deactivate_throwing_error_handler();
    if (h5.FS?.analyzePath(path, false).exists) h5.FS.unlink(path);
  }
}

function openFile(h5: H5wasm, path: string, where: string): File {
  try {
    return new h5.File(path, 'r');
  } catch (error) {
    throw damaged(where, error);
  }
}

function damaged(where: string, error: unknown): DataError {
  return new DataError(
    { where, expected: 'an HDF5 file that is whole', received: causeOf(error) },
    { cause: error },
  );
}

/** HDF5 says which of its functions failed, the one that found the cause last: `… in H5F__super_read(): no signature`. */
function causeOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  const functions = lines.filter((line) => line.includes('(): '));
  const cause = functions.at(-1)?.replace(/^.*\(\): /, '') ?? lines[0] ?? '';
  return `one that HDF5 cannot read: ${cause.slice(0, 200)}`;
}
