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
    const { entries, metadata } = await readHeader(source);
    const tensors = new Map<string, NdArray<TypedArray>>();
    for (const entry of entries) tensors.set(entry.name, await readTensor(source, entry));
    return { tensors, metadata };
  });
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
