import { DataError } from '@neutype/errors';
import { type FileInput, withFile } from '@neutype/files';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import { DECODERS } from './decoders.js';
import type { WeightSpec } from './weightSpecs.js';

/** A file of weights and where it begins among those of its group. */
interface Shard {
  readonly file: FileInput;
  readonly begin: number;
  readonly size: number;
}

/**
 * Measures the files of a group, before memory is taken for what is in them.
 *
 * @throws DataError where they do not hold just what the manifest says
 */
export async function shardsOf(
  files: readonly FileInput[],
  specs: readonly WeightSpec[],
  where: string,
): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let begin = 0;
  for (const file of files) {
    const size = await withFile(file, where, async (source) => source.size);
    shards.push({ file, begin, size });
    begin += size;
  }
  const last = specs.at(-1);
  const expected = last === undefined ? 0 : last.begin + last.bytes;
  if (begin === expected) return shards;
  throw new DataError({
    where,
    expected: `${expected} bytes of weights, as the manifest says`,
    received: `${begin} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
    remedy: 'A file is damaged or missing: fetch or write the model again.',
  });
}

/** The values of one weight. */
export async function readWeight(
  { begin, bytes, shape, stored, scale, min }: WeightSpec,
  shards: readonly Shard[],
  where: string,
): Promise<NdArray<TypedArray>> {
  const content = new Uint8Array(bytes);
  for (const shard of shards) {
    const from = Math.max(begin, shard.begin);
    const to = Math.min(begin + bytes, shard.begin + shard.size);
    if (from >= to) continue;
    const part = content.subarray(from - begin, to - begin);
    await withFile(shard.file, where, (source) => source.read(from - shard.begin, part));
  }
  const numbers = (DECODERS[stored] as (typeof DECODERS)[string]).decode(content);
  return ndarray(floats(numbers, scale, min), shape);
}

function floats(numbers: TypedArray, scale: number, min: number): Float32Array {
  if (numbers instanceof Float32Array) return numbers;
  const values = new Float32Array(numbers);
  for (let index = 0; index < values.length; index++)
    values[index] = (numbers[index] as number) * scale + min;
  return values;
}
