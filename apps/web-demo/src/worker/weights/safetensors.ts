import { sizeOf } from '@neutype/ndarray';
import { duplicateKey } from './duplicateKey.js';
import { quoted, WeightsFileError } from './weightsFileError.js';

/**
 * Weights as one safetensors file: eight bytes of header length (little endian), a JSON header that names every
 * tensor with its type, shape and place, then the numbers. The format is read by PyTorch, Keras, Rust and many more:
 * https://huggingface.co/docs/safetensors/index#format
 */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Weights {
  readonly arrays: NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;
/** As the format's own implementation has it. */
const LONGEST_HEADER = 100_000_000;
const METADATA = '__metadata__';

export function encodeWeights(
  arrays: readonly NamedArray[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header = new Map<string, unknown>([[METADATA, metadata]]);
  let end = 0;
  for (const { name, shape, values } of arrays) {
    const begin = end;
    end += values.length * FLOAT_BYTES;
    header.set(name, { dtype: 'F32', shape, data_offsets: [begin, end] });
  }
  const json = JSON.stringify(Object.fromEntries(header));
  const text = new TextEncoder().encode(padToMultipleOf(json, LENGTH_BYTES));
  const file = new Uint8Array(LENGTH_BYTES + text.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, LENGTH_BYTES);
  let offset = LENGTH_BYTES + text.length;
  for (const { values } of arrays) {
    new Float32Array(file.buffer, offset, values.length).set(values);
    offset += values.length * FLOAT_BYTES;
  }
  return file;
}

/**
 * Reads a file of float32 tensors, as strictly as the format's own implementation: every byte belongs to exactly one
 * tensor. The header is checked before anything is allocated for it.
 *
 * @throws {WeightsFileError} saying what is wrong with the file.
 */
export function decodeWeights(file: Uint8Array): Weights {
  const { header, dataStart } = readHeader(file);
  const { [METADATA]: metadata, ...tensors } = header;
  const entries = Object.entries(tensors).map(([name, entry]) => readEntry(name, entry));
  checkCoverage(entries, file.length - dataStart);
  const arrays = entries.map(({ name, shape, begin, end }) => ({
    name,
    shape,
    values: new Float32Array(file.slice(dataStart + begin, dataStart + end).buffer),
  }));
  return { arrays, metadata: readMetadata(metadata) };
}

function readHeader(file: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  const problem = 'This is no safetensors file: choose one that was downloaded here.';
  if (file.length < LENGTH_BYTES) throw new WeightsFileError(problem);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(LONGEST_HEADER, file.length - LENGTH_BYTES))) {
    throw new WeightsFileError(problem);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  const json = decodeText(file.subarray(LENGTH_BYTES, dataStart));
  const header = json?.startsWith('{') ? parseJson(json) : undefined;
  if (json === undefined || !isRecord(header)) throw new WeightsFileError(problem);
  const twice = duplicateKey(json);
  if (twice !== undefined) throw new WeightsFileError(`The file names ${quoted(twice)} twice.`);
  return { header, dataStart };
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, entry: unknown): Entry {
  const tensor = `The tensor ${quoted(name)}`;
  if (!isRecord(entry)) throw new WeightsFileError(`${tensor} is not described: the file is damaged.`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') throw new WeightsFileError(`${tensor} has no dtype: the file is damaged.`);
  if (dtype !== 'F32') {
    throw new WeightsFileError(`${tensor} is ${quoted(dtype)}; only F32 can be loaded.`);
  }
  if (!isListOfCounts(shape)) throw new WeightsFileError(`${tensor} has no shape: the file is damaged.`);
  if (!isListOfCounts(offsets) || offsets.length !== 2) {
    throw new WeightsFileError(`${tensor} has no place in the file: the file is damaged.`);
  }
  const [begin, end] = offsets as readonly [number, number];
  const bytes = FLOAT_BYTES * sizeOf(shape);
  if (end - begin !== bytes) {
    throw new WeightsFileError(
      `${tensor} has ${end - begin} bytes; its shape needs ${bytes}: the file is damaged.`,
    );
  }
  return { name, shape, begin, end };
}

/** The tensors lie one behind the other, and nothing lies beside them. */
function checkCoverage(entries: readonly Entry[], bytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      const fault = begin < covered ? 'overlaps with another' : 'leaves a gap before it';
      throw new WeightsFileError(`The tensor ${quoted(name)} ${fault}: the file is damaged.`);
    }
    if (end > bytes)
      throw new WeightsFileError(`The tensor ${quoted(name)} is cut off: the file is damaged.`);
    covered = end;
  }
  if (covered !== bytes) {
    const left = bytes - covered;
    const what = left === 1 ? '1 byte at the end belongs' : `${left} bytes at the end belong`;
    throw new WeightsFileError(`${what} to no tensor: the file is damaged.`);
  }
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (metadata === undefined) return {};
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) {
    return metadata as Record<string, string>;
  }
  throw new WeightsFileError(`The file's ${METADATA} are no texts: the file is damaged.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function padToMultipleOf(text: string, multiple: number) {
  return text + ' '.repeat((multiple - (new TextEncoder().encode(text).length % multiple)) % multiple);
}
