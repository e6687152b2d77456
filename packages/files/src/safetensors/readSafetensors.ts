import { shown } from '@neutype/errors';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import type { ByteSource } from '../byteSource.js';
import { type FileInput, withFile } from '../fileInput.js';
import { damaged, type Entry, readHeader } from './header.js';
import { STORED_TYPES } from './storedTypes.js';

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, NdArray<TypedArray>>;
  /** What else the file says, as texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file: the format in which PyTorch, Keras and many others keep weights.
 * https://huggingface.co/docs/safetensors/index#format
 *
 * F16 and BF16 come as float32, I64 and U64 as float64, BOOL as uint8, all others in arrays of their own type. The file
 * is not trusted: sizes, places, types and shapes are held against its length before memory is taken for them.
 *
 * @param file its path in Node, a Blob, or its bytes; of a path or a Blob one tensor at a time is read
 * @throws FileError for a file that cannot be read
 * @throws DataError for what is no safetensors file, is damaged, or has 64-bit integers beyond ±2^53
 *
 * @example
 * ```ts
 * const bytes = writeSafetensors({ weight: ndarray([[1, 2], [3, 4]]) });
 * const { tensors } = await readSafetensors(new Blob(bytes));
 * console.log(String(tensors.get('weight')));
 * ```
 */
export function readSafetensors(file: FileInput): Promise<Safetensors> {
  return withFile(file, 'readSafetensors', async (source) => {
    const { metadata, stored } = await openSafetensors(source);
    const tensors = new Map<string, NdArray<TypedArray>>();
    for (const [name, tensor] of stored) tensors.set(name, await tensor.read());
    return { tensors, metadata };
  });
}

/** A tensor in a file, which is read when it is asked for. */
export interface StoredTensor {
  /** The format's name of its type: `F32`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its numbers in a new array. */
  read(): Promise<NdArray<TypedArray>>;
  /** Its bytes, little-endian, into memory that is as long. */
  readInto(bytes: Uint8Array): Promise<void>;
}

/**
 * The same without the tensors, whose numbers are read one after another as they are needed.
 *
 * @throws DataError for what is no safetensors file or is damaged
 */
export async function openSafetensors(
  source: ByteSource,
): Promise<Pick<Safetensors, 'metadata'> & { readonly stored: ReadonlyMap<string, StoredTensor> }> {
  const { entries, metadata } = await readHeader(source);
  const stored = entries.map((entry): [string, StoredTensor] => [
    entry.name,
    {
      dtype: entry.dtype,
      shape: entry.shape,
      read: () => readTensor(source, entry),
      readInto: (bytes) => source.read(entry.begin, bytes),
    },
  ]);
  return { metadata, stored: new Map(stored) };
}

async function readTensor(
  source: ByteSource,
  { name, dtype, shape, begin, bytes }: Entry,
): Promise<NdArray<TypedArray>> {
  const content = new Uint8Array(bytes);
  await source.read(begin, content);
  try {
    return ndarray(STORED_TYPES[dtype]!.decode(content), shape);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damaged(source, `integers up to 2^53 in tensor ${shown(name)}`, error.message);
  }
}
