import type { TypedArray } from '@neutype/ndarray';

/** One of the element types that an IDX file can hold. */
export interface ElementType {
  readonly name: string;
  readonly bytes: number;
  readonly read: (bytes: Uint8Array, count: number) => TypedArray;
}

/** By the third byte of the file. */
export const elementTypes: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [
    // A plain Uint8Array also where Node gives a Buffer, whose slice() shares memory instead of copying it.
    0x08,
    {
      name: 'uint8',
      bytes: 1,
      read: (bytes) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    },
  ],
  [
    0x09,
    { name: 'int8', bytes: 1, read: (bytes) => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) },
  ],
  [0x0b, bigEndian('int16', 2, Int16Array, (view, at) => view.getInt16(at))],
  [0x0c, bigEndian('int32', 4, Int32Array, (view, at) => view.getInt32(at))],
  [0x0d, bigEndian('float32', 4, Float32Array, (view, at) => view.getFloat32(at))],
  [0x0e, bigEndian('float64', 8, Float64Array, (view, at) => view.getFloat64(at))],
]);

function bigEndian(
  name: string,
  bytes: number,
  ArrayType: new (length: number) => TypedArray,
  get: (view: DataView, at: number) => number,
): ElementType {
  function read(raw: Uint8Array, count: number): TypedArray {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const values = new ArrayType(count);
    for (let index = 0; index < count; index++) values[index] = get(view, index * bytes);
    return values;
  }
  return { name, bytes, read };
}
