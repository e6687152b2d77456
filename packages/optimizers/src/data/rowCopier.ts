import { dtypeOf, type TypedArray } from '@neutype/ndarray';

/** Copies the values of `data` from `from` on to where `to` is in the target. */
export type CopyRow = (to: number, from: number) => void;

/** From this many values a row is copied by a call, below by a loop that costs none. */
const WIDE_ROW = 24;
/** More bytes than this do not fit into a buffer of every version of Node. */
const MOST_BYTES = 2 ** 31;

interface Bytes {
  copy(target: Uint8Array, targetStart: number, sourceStart: number, sourceEnd: number): number;
}

interface BytesConstructor {
  from(buffer: ArrayBufferLike, byteOffset: number, length: number): Bytes;
}

/** The fastest way to copy rows of `size` values. Values are converted to the target's type. */
export function rowCopier(target: TypedArray, data: TypedArray, size: number): CopyRow {
  if (size >= WIDE_ROW) return copierOfBytes(target, data, size) ?? copierOfValues(target, data, size);
  return (to, from) => {
    for (let column = 0; column < size; column++) target[to + column] = data[from + column] as number;
  };
}

function copierOfValues(target: TypedArray, data: TypedArray, size: number): CopyRow {
  return (to, from) => target.set(data.subarray(from, from + size), to);
}

/**
 * Node copies bytes by the widest instructions of the processor, where V8 sets shared memory word by word. Nothing where
 * there is no Node, or values have to be converted.
 */
function copierOfBytes(target: TypedArray, data: TypedArray, size: number): CopyRow | undefined {
  const { Buffer } = globalThis as { readonly Buffer?: BytesConstructor };
  if (!Buffer || dtypeOf(target) !== dtypeOf(data) || data.byteLength > MOST_BYTES) return undefined;
  const source = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  const width = data.BYTES_PER_ELEMENT;
  return (to, from) => void source.copy(bytes, to * width, from * width, (from + size) * width);
}
