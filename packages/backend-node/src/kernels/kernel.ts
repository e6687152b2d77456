import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Executor } from './execute.js';
import type { ResidentTensors } from './residentTensors.js';

/** What a kernel is given. */
export interface KernelCall {
  /** Tensors by the name of the contract; those left out are absent or null. */
  readonly inputs: Readonly<Record<string, TensorInfo | null | undefined>>;
  readonly attrs: NamedAttrMap;
  readonly executor: Executor;
  readonly residents: ResidentTensors;
  /** Runs tfjs-node's own kernel of this name. */
  readonly stock: (inputs: NamedTensorInfoMap, attrs: NamedAttrMap) => TensorInfo | TensorInfo[];
}

/** A tfjs kernel made of TensorFlow operations. */
export interface TensorflowKernel {
  readonly name: string;
  /** The outputs; `undefined` where tfjs-node's own kernel of that name shall run. */
  run(call: KernelCall): TensorInfo | TensorInfo[] | undefined;
}
