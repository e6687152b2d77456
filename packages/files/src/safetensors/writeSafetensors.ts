import { DataError, OptionError, shown } from '@neutype/errors';
import { isNdArray, type NdArray, sizeOf, type TypedArray } from '@neutype/ndarray';
import { isRecord, LENGTH_BYTES, METADATA } from './header.js';
import { NAMES_OF_TYPES, STORED_TYPES } from './storedTypes.js';

/**
 * Writes tensors as a safetensors file.
 *
 * @param tensors by name
 * @param metadata what else the file is to say, as texts by name
 * @returns the file in pieces, to be written one after another or given to `new Blob(…)`. All but the first are the arrays'
 * own memory and not copied: write them before the arrays change.
 * @throws DataError for what is no NdArray, OptionError for metadata that are no texts
 *
 * @example
 * ```ts
 * const pieces = writeSafetensors({ 'relu-1.weight': zeros([784, 500]) }, { author: 'me' });
 * await writeFile('weights.safetensors', pieces);
 * ```
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, NdArray<TypedArray>>> | ReadonlyMap<string, NdArray<TypedArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer>[] {
  checkMetadata(metadata);
  const named = [...(tensors instanceof Map ? tensors : Object.entries(tensors))] as [
    string,
    NdArray<TypedArray>,
  ][];
  for (const [name, array] of named) checkTensor(name, array);
  // Wider types first, so that each begins at a multiple of its size.
  named.sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  return [
    safetensorsHeader(
      named.map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
      metadata,
    ),
    ...named.map(([, { data }]) => bytesOf(data)),
  ];
}

/** A tensor whose bytes are yet to be written. */
export interface AnnouncedTensor {
  readonly name: string;
  readonly dtype: NdArray<TypedArray>['dtype'];
  readonly shape: readonly number[];
}

/**
 * What a safetensors file begins with; the bytes of its tensors follow, in this order, little-endian. For files of which
 * not all is in memory at once.
 *
 * @param tensors wider types first, so that each begins at a multiple of its size
 */
export function safetensorsHeader(
  tensors: readonly AnnouncedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  let end = 0;
  const described = tensors.map(({ name, dtype, shape }) => {
    const begin = end;
    const stored = NAMES_OF_TYPES[dtype] as string;
    end += (STORED_TYPES[stored]?.bytes as number) * sizeOf(shape);
    return [name, { dtype: stored, shape, data_offsets: [begin, end] }] as const;
  });
  const said = Object.keys(metadata).length === 0 ? [] : [[METADATA, metadata] as const];
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...said, ...described])));
  const header = new Uint8Array(LENGTH_BYTES + Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES);
  header.fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - LENGTH_BYTES), true);
  header.set(json, LENGTH_BYTES);
  return header;
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

function checkTensor(name: string, array: unknown): void {
  if (isNdArray(array) && name !== METADATA) return;
  throw new DataError({
    where: `writeSafetensors, ${shown(name)}`,
    expected: name === METADATA ? 'another name: this one is the format’s own' : 'an NdArray',
    ...(name !== METADATA && { received: shown(array), remedy: 'Make one by ndarray(values).' }),
  });
}

function checkMetadata(metadata: unknown): void {
  const isNamed = isRecord(metadata);
  const odd = isNamed
    ? Object.entries(metadata).find(([, value]) => typeof value !== 'string')
    : ['metadata', metadata];
  if (odd === undefined) return;
  throw new OptionError({
    where: 'writeSafetensors, metadata',
    expected: 'texts by name',
    received: isNamed ? `${odd[0]}: ${shown(odd[1])}` : shown(metadata),
    ...(isNamed && { remedy: 'Put values of other kinds through JSON.stringify.' }),
  });
}
