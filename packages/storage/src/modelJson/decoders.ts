import { decodeHalf } from '@neutype/files';
import type { TypedArray } from '@neutype/ndarray';

/** How numbers of one type lie in a file. */
interface Decoder {
  readonly bytes: number;
  /** The numbers in these bytes, which begin a buffer of their own. */
  readonly decode: (bytes: Uint8Array<ArrayBuffer>) => TypedArray;
}

/** The types that a manifest names; tfjs writes all of them in little endian. */
export const DECODERS: Readonly<Record<string, Decoder>> = {
  float32: { bytes: 4, decode: ({ buffer }) => new Float32Array(buffer) },
  int32: { bytes: 4, decode: ({ buffer }) => new Int32Array(buffer) },
  bool: { bytes: 1, decode: (bytes) => bytes },
  float16: { bytes: 2, decode: ({ buffer }) => decodeHalf(new Uint16Array(buffer)) },
  uint8: { bytes: 1, decode: (bytes) => bytes },
  uint16: { bytes: 2, decode: ({ buffer }) => new Uint16Array(buffer) },
};
