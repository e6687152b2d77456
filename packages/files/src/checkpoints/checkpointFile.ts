import { DataError, shown } from '@neutype/errors';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import type { ByteSource } from '../byteSource.js';
import { crc32 } from '../platform/node.js';
import { readHeader } from '../safetensors/header.js';
import { readSafetensors } from '../safetensors/readSafetensors.js';
import { NAMES_OF_TYPES } from '../safetensors/storedTypes.js';
import { writeSafetensors } from '../safetensors/writeSafetensors.js';
import type { Checkpoint, CheckpointLabel } from './checkpoint.js';
import { CHECKPOINT_KIND } from './checkpointKind.js';
import type { PlainData } from './plainData.js';

/*
 * A checkpoint as a file: safetensors, in which the state is one more tensor, of the bytes of its JSON; as metadata, which
 * have a limit, a long history would not fit. The metadata have the label and a checksum of all that is said.
 */

const VERSION = 1;
const STATE = 'checkpoint.json';

/** A file that is whole, but written by a Neutype that came later. */
export class NewerVersionError extends DataError {
  override readonly name: string = 'NewerVersionError';
}

/** The pieces of the file; all but the first are the arrays' own memory: they must not change before it is written. */
export function checkpointPieces({ tensors, state, label }: Checkpoint): Uint8Array<ArrayBuffer>[] {
  if (tensors.has(STATE)) {
    throw new DataError({ where: `tensor ${STATE}`, expected: 'another name: this one is the file’s own' });
  }
  const all = new Map(tensors).set(STATE, ndarray(new TextEncoder().encode(JSON.stringify(state))));
  const { epoch, update, value } = label;
  const said = {
    kind: CHECKPOINT_KIND,
    version: String(VERSION),
    epoch: String(epoch),
    update: String(update),
    ...(value !== undefined && { value: String(value) }),
  };
  return writeSafetensors(all, { ...said, crc32: checksum(said, all) });
}

/** @throws DataError for what is no checkpoint or a damaged one, NewerVersionError for one of a later version */
export async function readCheckpoint(source: ByteSource): Promise<Checkpoint> {
  const { tensors, metadata } = await readSafetensors(source);
  const { crc32: stored, ...said } = metadata;
  const label = toLabel(source, said);
  if (checksum(said, tensors) !== stored) throw damaged(source, 'bytes with another checksum than its own');
  const all = new Map(tensors);
  const state = toState(source, all.get(STATE));
  all.delete(STATE);
  return { tensors: all, state, label };
}

/** The label alone, without reading the tensors. */
export async function readLabel(source: ByteSource): Promise<CheckpointLabel> {
  return toLabel(source, (await readHeader(source)).metadata);
}

function toLabel(source: ByteSource, metadata: Readonly<Record<string, string>>): CheckpointLabel {
  const { kind, version, epoch, update, value } = metadata;
  if (kind !== CHECKPOINT_KIND) {
    throw new DataError({
      where: source.name,
      expected: 'a checkpoint',
      received: 'another safetensors file',
    });
  }
  if (Number(version) > VERSION) throw newer(source, String(version));
  if (!isCount(epoch) || !isCount(update) || version !== String(VERSION)) {
    throw damaged(source, `a label of ${shown({ version, epoch, update })}`);
  }
  return {
    epoch: Number(epoch),
    update: Number(update),
    ...(value !== undefined && { value: Number(value) }),
  };
}

function isCount(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}

function toState(source: ByteSource, tensor: NdArray<TypedArray> | undefined): PlainData {
  try {
    if (tensor?.data instanceof Uint8Array) {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(tensor.data)) as PlainData;
    }
  } catch {
    // Told below, like a state that is not there.
  }
  throw damaged(source, 'no state');
}

/** Of everything that the file says, however its parts are arranged in it. */
function checksum(
  said: Readonly<Record<string, string>>,
  tensors: ReadonlyMap<string, NdArray<TypedArray>>,
): string {
  const words = new TextEncoder();
  let crc = crc32(words.encode(JSON.stringify(Object.entries(said).sort(byName))), 0);
  for (const [name, { data, dtype, shape }] of [...tensors].sort(byName)) {
    crc = crc32(words.encode(JSON.stringify([name, NAMES_OF_TYPES[dtype], shape])), crc);
    // Of no bytes, zlib may answer 0, as if nothing had come before.
    if (data.length > 0) crc = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), crc);
  }
  return crc.toString(16).padStart(8, '0');
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}

function damaged(source: ByteSource, received: string): DataError {
  return new DataError({
    where: source.name,
    expected: 'a checkpoint as it was written',
    received,
    remedy: 'The file is damaged.',
  });
}

function newer(source: ByteSource, version: string): NewerVersionError {
  return new NewerVersionError({
    where: source.name,
    expected: `a checkpoint of version ${VERSION}`,
    received: `one of version ${version}`,
    remedy: 'A newer Neutype wrote it: update to that one to go on from it.',
  });
}
