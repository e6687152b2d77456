import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Block } from '../memory/block.js';

/** What tensor data asks of the engine that holds it. */
export interface DataHost {
  view(block: Block, length: number, dtype: DataType): Float32Array | Int32Array | Uint8Array;
  /** A stock kernel or a user is about to see the values. */
  onRead(data: EngineTensorData): void;
}

/**
 * The data of one tensor: an array on the JavaScript side, or a block of engine memory. tfjs's own kernels
 * read `values` and never know; ours make it resident first.
 */
export class EngineTensorData {
  readonly dtype: DataType;
  /** Number of elements. */
  readonly length: number;
  refCount: number;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  host: backend_util.BackendValues | undefined;
  block: Block | undefined;
  readonly #engine: DataHost;

  constructor(engine: DataHost, dtype: DataType, length: number, refCount = 1) {
    this.#engine = engine;
    this.dtype = dtype;
    this.length = length;
    this.refCount = refCount;
  }

  get values(): backend_util.BackendValues | undefined {
    this.#engine.onRead(this);
    return this.block === undefined ? this.host : this.#engine.view(this.block, this.length, this.dtype);
  }

  set values(values: backend_util.BackendValues | undefined) {
    this.host = values;
  }
}

export function bytesPerElement(dtype: DataType): number {
  return dtype === 'bool' ? 1 : 4;
}
