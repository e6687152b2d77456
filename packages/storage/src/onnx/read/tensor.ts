import { shown } from '@neutype/errors';
import { decodeHalf, widened } from '@neutype/files';
import { DATA_TYPE_NAMES } from '../dataTypes.js';
import type { TensorProto } from '../proto/onnx_pb.js';
import { type Constant, constantOf, countOf } from './constant.js';
import { onnxError } from './onnxError.js';

type Numbers =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** How the values of a type lie in `raw_data`. */
interface Stored {
  readonly bytes: number;
  /** Holds as many numbers, in no more than twice the memory. */
  readonly make: (count: number) => Numbers;
  /** Reads one value; those without are in memory as they are in files, little-endian. */
  readonly read?: (view: DataView, at: number) => number;
  /** Which field has them otherwise. */
  readonly field: 'floatData' | 'int32Data' | 'int64Data' | 'doubleData' | 'uint64Data';
}

const STORED: Readonly<Record<string, Stored>> = {
  float32: { bytes: 4, make: floats, field: 'floatData' },
  float64: { bytes: 8, make: doubles, field: 'doubleData' },
  float16: {
    bytes: 2,
    make: floats,
    field: 'int32Data',
    read: (view, at) => halfOf(view.getUint16(at, true)),
  },
  bfloat16: {
    bytes: 2,
    make: floats,
    field: 'int32Data',
    read: (view, at) => brainOf(view.getUint16(at, true)),
  },
  uint8: { bytes: 1, make: (count) => new Uint8Array(count), field: 'int32Data' },
  int8: { bytes: 1, make: (count) => new Int8Array(count), field: 'int32Data' },
  bool: { bytes: 1, make: (count) => new Uint8Array(count), field: 'int32Data' },
  uint16: { bytes: 2, make: (count) => new Uint16Array(count), field: 'int32Data' },
  int16: { bytes: 2, make: (count) => new Int16Array(count), field: 'int32Data' },
  int32: { bytes: 4, make: (count) => new Int32Array(count), field: 'int32Data' },
  uint32: { bytes: 4, make: (count) => new Uint32Array(count), field: 'uint64Data' },
  int64: {
    bytes: 8,
    make: doubles,
    field: 'int64Data',
    read: (view, at) => Number(view.getBigInt64(at, true)),
  },
  uint64: {
    bytes: 8,
    make: doubles,
    field: 'uint64Data',
    read: (view, at) => Number(view.getBigUint64(at, true)),
  },
};

function floats(count: number): Float32Array {
  return new Float32Array(count);
}

function doubles(count: number): Float64Array {
  return new Float64Array(count);
}

const ELSEWHERE = 1;

/**
 * The values of a stored tensor. Its sizes are held against what the file has of it before memory is taken.
 *
 * @throws DataError for a type without numbers, sizes that do not fit, or values that lie in another file
 */
export function readTensor(tensor: TensorProto, where: string): Constant {
  const sizes = tensor.dims.map((size) => checkedSize(size, where));
  const count = countOf(sizes);
  if (!Number.isSafeInteger(count)) {
    throw onnxError(where, 'a tensor that fits into memory', `the sizes ${sizes.join(' × ')}`);
  }
  if (tensor.dataLocation === ELSEWHERE || tensor.externalData.length > 0) throw external(tensor, where);
  const type = DATA_TYPE_NAMES[tensor.dataType] ?? `type ${tensor.dataType}`;
  const stored = Object.hasOwn(STORED, type) ? STORED[type] : undefined;
  if (stored === undefined) throw onnxError(where, 'numbers', type);
  return constantOf(valuesOf(tensor, type, stored, count, where), sizes);
}

function valuesOf(
  { rawData, ...tensor }: TensorProto,
  type: string,
  { bytes, field, make, read }: Stored,
  count: number,
  where: string,
): ArrayLike<number> {
  const given = tensor[field];
  const isRaw = rawData.length > 0;
  const held = isRaw ? rawData.length / bytes : given.length;
  if (held !== count) {
    const amount = isRaw ? `${rawData.length} bytes` : `${given.length}`;
    throw onnxError(where, `${count} values of type ${type}`, amount);
  }
  const values = make(count);
  if (isRaw) {
    if (read === undefined) {
      new Uint8Array(values.buffer).set(rawData);
      return values;
    }
    const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
    for (let index = 0; index < count; index++) values[index] = read(view, index * bytes);
    return values;
  }
  const convert = type === 'float16' ? halfOf : type === 'bfloat16' ? brainOf : Number;
  for (let index = 0; index < count; index++) values[index] = convert(Number(given[index]));
  return values;
}

function checkedSize(size: bigint, where: string): number {
  if (size >= 0n && size <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(size);
  throw onnxError(where, 'sizes from 0', `${size}`);
}

function external({ externalData }: TensorProto, where: string): Error {
  const location = externalData.find(({ key }) => key === 'location')?.value ?? '';
  return onnxError(
    where,
    'values in the file itself',
    `values in another, ${shown(location)}`,
    'Other files are not opened. Put all into one: onnx.save(onnx.load(path), path) in Python.',
  );
}

/** A number from its bits in half precision. */
function halfOf(bits: number): number {
  return decodeHalf(Uint16Array.of(bits))[0]!;
}

/** A number of bfloat16, the upper half of a float32, from its bits. */
function brainOf(bits: number): number {
  return widened(Uint16Array.of(bits), (upper) => upper << 16)[0]!;
}
