import type { Parameter } from '@neutype/core';
import { sizeOf, type TypedArray } from '@neutype/ndarray';
import { dataTypeNumber } from '../dataTypes.js';

export type Piece = Uint8Array<ArrayBuffer>;

/** A tensor that the file holds. Its values are fetched when they are written, one tensor after another. */
export interface Stored {
  readonly name: string;
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly byteLength: number;
  /** Its bytes, each piece to be used before the next is asked for. */
  pieces(): AsyncIterable<Piece>;
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
    async *pieces() {
      if (make !== undefined) yield bytesOf(make(await valuesOf(from)));
      else for await (const piece of (from[0] as Parameter).pieces()) yield bytesOf(piece);
    },
  };
}

async function valuesOf(parameters: readonly Parameter[]): Promise<readonly Float32Array[]> {
  const values: Float32Array[] = [];
  for (const parameter of parameters) values.push(await parameter.read());
  return values;
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
    async *pieces() {
      yield bytesOf(values);
    },
  };
}

function typeOf(values: Constant): string {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof BigInt64Array ? 'int64' : 'bool';
}

/** ONNX's bytes are little-endian, as those of every machine that runs JavaScript. */
function bytesOf({ buffer, byteOffset, byteLength }: TypedArray | Constant): Piece {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
