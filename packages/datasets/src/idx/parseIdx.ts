import { shown } from '@neutype/errors';
import { NdArray, sizeOf, type TypedArray } from '@neutype/ndarray';
import { CorruptFileError, DatasetError } from '../support/errors.js';
import { type ElementType, elementTypes } from './elementTypes.js';

/**
 * Reads an IDX file: the format of MNIST and its relatives, a big-endian header (two zero bytes, element type, number
 * of dimensions, the dimensions as 32-bit integers) and then the elements in row-major order.
 *
 * Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section "File formats".
 *
 * @param bytes the whole file, already decompressed; an array of bytes shares them, other types are copied
 * @param file what errors call it
 * @returns the array: uint8, int8, int16, int32, float32 or float64
 * @throws CorruptFileError where the header is wrong, or the file is shorter or longer than the header says
 *
 * @example
 * ```ts
 * const labels = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1));
 * console.log(String(labels)); // [7 2 1]
 * ```
 */
export function parseIdx(bytes: Uint8Array, file = 'IDX file'): NdArray<TypedArray> {
  const header = readHeader(bytes, file);
  const expected = bytesOf(header);
  if (bytes.length !== expected) {
    const kind = bytes.length < expected ? 'truncated' : 'too long';
    throw new CorruptFileError(
      file,
      `the IDX file is ${kind}: the header announces ${announced(header)}, expected ` +
        `${Number.isSafeInteger(expected) ? expected : 'more than 2^53'} bytes, got ${bytes.length}.`,
    );
  }
  const { type, shape, offset } = header;
  return new NdArray(type.read(bytes.subarray(offset), (expected - offset) / type.bytes), shape);
}

/** What an IDX file holds, for messages; undefined where the bytes are none. */
export function describeIdx(bytes: Uint8Array): string | undefined {
  try {
    const header = readHeader(bytes, '');
    return bytesOf(header) === bytes.length ? `an IDX file of ${announced(header)}` : undefined;
  } catch {
    return undefined;
  }
}

/** The size of the file that the header announces; infinite where no file is that long. */
function bytesOf({ type, shape, offset }: Header): number {
  if (shape.includes(0)) return offset;
  return offset + sizeOf(shape) * type.bytes;
}

function announced({ type, shape }: Header): string {
  if (shape.length === 0) return `one element of ${type.name}`;
  if (shape.length > 8) return `${shape.length} dimensions of ${type.name}`;
  return `${shape.join(' x ')} elements of ${type.name}`;
}

/** NumPy had as many for long; and no product of so many dimensions overflows. */
const MOST_DIMENSIONS = 32;

interface Header {
  readonly type: ElementType;
  readonly shape: number[];
  readonly offset: number;
}

function readHeader(bytes: Uint8Array, file: string): Header {
  if (!ArrayBuffer.isView(bytes) || bytes.BYTES_PER_ELEMENT !== 1) {
    throw new DatasetError({
      where: 'parseIdx',
      expected: 'bytes as a Uint8Array',
      received: shown(bytes),
    });
  }
  if (bytes.length < 4) {
    throw new CorruptFileError(
      file,
      `the IDX file is truncated: expected a header of 4 bytes, got ${bytes.length}.`,
    );
  }
  const [zero0, zero1, typeCode, rank] = bytes as unknown as [number, number, number, number];
  const type = elementTypes.get(typeCode);
  if (zero0 !== 0 || zero1 !== 0 || type === undefined) {
    throw new CorruptFileError(
      file,
      'not an IDX file: expected it to begin with 00 00, an element type (08, 09, 0b, 0c, 0d, 0e) and the number of ' +
        `dimensions, got ${hex(bytes.subarray(0, 4))}.${guess(zero0, zero1)}`,
    );
  }
  if (rank > MOST_DIMENSIONS) {
    throw new CorruptFileError(
      file,
      `not an IDX file: expected ${MOST_DIMENSIONS} dimensions at most, got ${rank}.`,
    );
  }
  const offset = 4 + 4 * rank;
  if (bytes.length < offset) {
    throw new CorruptFileError(
      file,
      `the IDX file is truncated: expected a header of ${offset} bytes for ${rank} dimensions, got ${bytes.length}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { type, shape, offset };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function guess(first: number, second: number): string {
  if (first === 0x1f && second === 0x8b) return ' It is gzip-compressed: decompress it first.';
  if (first === 0x3c) return ' It looks like a web page, perhaps an error page saved as the file.';
  return '';
}
