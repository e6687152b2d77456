import { DataError, escapeControls, shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import type { ByteSource } from '../byteSource.js';
import { duplicateKey } from './duplicateKey.js';
import { otherFormat } from './otherFormat.js';
import { STORED_TYPES } from './storedTypes.js';

/** Where a tensor lies in a file. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its first byte, from the start of the file. */
  readonly begin: number;
  readonly bytes: number;
}

/** What a file says it holds. */
export interface Header {
  /** In the order of their places. */
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
}

export const LENGTH_BYTES = 8;
export const METADATA = '__metadata__';
/** As the format's own implementation has it. */
const LONGEST_HEADER = 100_000_000;
/** More dimensions than any library has: a shape of a million ones is an attack. */
const MOST_DIMENSIONS = 64;

/**
 * Reads and checks the header of a safetensors file, as strictly as the format's own implementation: every byte belongs
 * to exactly one tensor. Nothing is allocated by what a file says before it has been held against the size of the file.
 *
 * @throws DataError
 */
export async function readHeader(source: ByteSource): Promise<Header> {
  const { json, dataStart } = await readJson(source);
  const header = parse(json);
  if (header === undefined) throw notSafetensors(source, 'a header that is no JSON object');
  const twice = duplicateKey(json);
  if (twice !== undefined)
    throw damaged(source, `${shown(twice)} named once`, 'a header that names it twice');
  const { [METADATA]: metadata, ...tensors } = header;
  const entries = Object.entries(tensors)
    .map(([name, entry]) => toEntry(source, name, entry, dataStart))
    .sort((a, b) => a.begin - b.begin || a.bytes - b.bytes);
  checkCoverage(source, entries, dataStart);
  return { entries, metadata: toMetadata(source, metadata) };
}

async function readJson(source: ByteSource): Promise<{ json: string; dataStart: number }> {
  if (source.size < LENGTH_BYTES) throw notSafetensors(source, `${source.size} bytes`);
  const start = new Uint8Array(LENGTH_BYTES);
  await source.read(0, start);
  const length = new DataView(start.buffer).getBigUint64(0, true);
  if (length > BigInt(Math.min(LONGEST_HEADER, source.size - LENGTH_BYTES))) {
    throw tooLong(source, start, length);
  }
  const text = new Uint8Array(Number(length));
  await source.read(LENGTH_BYTES, text);
  const json = decodeText(text);
  if (json === undefined) throw notSafetensors(source, 'a header that is no UTF-8');
  return { json, dataStart: LENGTH_BYTES + text.length };
}

function toEntry(source: ByteSource, name: string, entry: unknown, dataStart: number): Entry {
  const tensor = `tensor ${shown(name)}`;
  if (!isRecord(entry)) throw damaged(source, `a description of ${tensor}`, shown(entry));
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') throw damaged(source, `a dtype of ${tensor}`, shown(dtype));
  const stored = Object.hasOwn(STORED_TYPES, dtype) ? STORED_TYPES[dtype] : undefined;
  if (stored === undefined) throw unknownType(source, tensor, dtype);
  if (!isListOfCounts(shape) || shape.length > MOST_DIMENSIONS) {
    throw damaged(source, `a shape of ${tensor}, of whole numbers from 0`, shown(shape));
  }
  if (!isListOfCounts(offsets) || offsets.length !== 2) {
    throw damaged(source, `the first and the last byte of ${tensor}`, shown(offsets));
  }
  const [begin, end] = offsets as readonly [number, number];
  const bytes = stored.bytes * sizeOf(shape);
  if (end - begin !== bytes) {
    throw damaged(source, `${bytes} bytes of ${tensor}, as its shape has it`, `${end - begin}`);
  }
  return { name, dtype, shape, begin: dataStart + begin, bytes };
}

/** The tensors lie one after another, and nothing lies beside them. */
function checkCoverage(source: ByteSource, entries: readonly Entry[], dataStart: number): void {
  let covered = dataStart;
  for (const { name, begin, bytes } of entries) {
    const tensor = `tensor ${shown(name)}`;
    if (begin < covered) throw damaged(source, 'tensors apart from each other', `${tensor} over another`);
    if (begin > covered) throw damaged(source, 'tensors without gaps', `a gap before ${tensor}`);
    covered = begin + bytes;
    if (covered > source.size) throw damaged(source, `all of ${tensor}`, 'a file that ends before');
  }
  const left = source.size - covered;
  if (left > 0) throw damaged(source, 'tensors alone', `${left} bytes at the end that belong to none`);
}

function toMetadata(source: ByteSource, metadata: unknown): Record<string, string> {
  if (metadata === undefined) return {};
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) {
    return metadata as Record<string, string>;
  }
  throw damaged(source, `texts by name in ${METADATA}`, shown(metadata));
}

/** A file whose header would be longer than the file is most often of another format, or was cut off. */
function tooLong(source: ByteSource, start: Uint8Array, length: bigint): DataError {
  const other = otherFormat(start);
  if (other !== undefined) {
    const { name, remedy } = other;
    return new DataError({ where: source.name, expected: 'a safetensors file', received: name, remedy });
  }
  const received = `a file of ${source.size} bytes that would have a header of ${length}`;
  return length > BigInt(LONGEST_HEADER)
    ? notSafetensors(source, received)
    : damaged(source, 'a safetensors file', received);
}

function notSafetensors(source: ByteSource, received: string): DataError {
  return new DataError({ where: source.name, expected: 'a safetensors file', received });
}

/** What is wrong with a file that was one once. */
export function damaged(source: ByteSource, expected: string, received: string): DataError {
  return new DataError({
    where: source.name,
    expected,
    received,
    remedy: 'The file is damaged: fetch or write it again.',
  });
}

function unknownType(source: ByteSource, tensor: string, dtype: string): DataError {
  return new DataError({
    where: source.name,
    expected: `a ${tensor} of one of the types ${Object.keys(STORED_TYPES).join(', ')}`,
    received: escapeControls(shown(dtype)),
    remedy: 'Convert it where it was written.',
  });
}

/** Whether it is an object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(json: string): Record<string, unknown> | undefined {
  if (!json.startsWith('{')) return undefined;
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
