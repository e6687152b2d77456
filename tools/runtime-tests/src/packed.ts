import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** An array as the golden files hold it. */
export interface Packed {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export type PackedByName = Readonly<Record<string, Packed>>;

export function unpack({ shape, values }: Packed): Tensor {
  return tensor(Float32Array.from(values), [...shape]);
}
