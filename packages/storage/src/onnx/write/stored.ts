import type { Parameter } from '@neutype/core';
import { sizeOf, type TypedArray } from '@neutype/ndarray';
import { dataTypeNumber } from '../dataTypes.js';

/** A tensor that the file holds. Its values are fetched when they are written, one tensor after another. */
export interface Stored {
  readonly name: string;
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly byteLength: number;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Values that come of parameters. */
export interface Derived {
  readonly from: readonly Parameter[];
  readonly dims: readonly number[];
  /** What is made of their values, in this order; the first's as they are, unless given. */
  readonly make?: ((values: readonly Float32Array[]) => Float32Array) | undefined;
}

/** Parameters' values, or what is made of them. */
export function storedParameters(name: string, { from, dims, make }: Derived): Stored {
  return {
    name,
    dataType: dataTypeNumber('float32'),
    dims,
    byteLength: sizeOf(dims) * Float32Array.BYTES_PER_ELEMENT,
    bytes: async () => {
      const values: Float32Array[] = [];
      for (const parameter of from) values.push(await parameter.read());
      return bytesOf(make === undefined ? (values[0] as Float32Array) : make(values));
    },
  };
}

/** Constants that the graph computes with: `float32`, `int64` or `bool`, by the kind of array. */
export type Constant = Float32Array | BigInt64Array | Uint8Array;

/** A constant. */
export function storedConstant(name: string, values: Constant, dims: readonly number[]): Stored {
  return {
    name,
    dataType: dataTypeNumber(typeOf(values)),
    dims,
    byteLength: values.byteLength,
    bytes: async () => bytesOf(values),
  };
}

function typeOf(values: Constant): string {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof BigInt64Array ? 'int64' : 'bool';
}

/** ONNX's bytes are little-endian, as those of every machine that runs JavaScript. */
function bytesOf({ buffer, byteOffset, byteLength }: TypedArray | Constant): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
