import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Executor } from './execute.js';
import type { ResidentTensors } from './residentTensors.js';

/** What kernels are given: `KernelOf` an operation of Neutype's, or a {@link StandardKernel}. */
export interface KernelInterface {
  readonly inputs: object;
  readonly attrs: object;
}

/** A kernel of tfjs's; inputs that are left out are absent or null. */
export interface StandardKernel<Attrs extends object = NamedAttrMap> {
  readonly inputs: Readonly<Record<string, TensorInfo | null | undefined>>;
  readonly attrs: Attrs;
}

export interface KernelCall<Kernel extends KernelInterface = StandardKernel> {
  readonly inputs: Kernel['inputs'];
  readonly attrs: Kernel['attrs'];
  readonly executor: Executor;
  readonly residents: ResidentTensors;
  /** Runs tfjs-node's own kernel of this name. */
  readonly stock: (inputs: NamedTensorInfoMap, attrs: object) => TensorInfo | TensorInfo[];
}

/** A tfjs kernel made of TensorFlow operations. */
export interface TensorflowKernel<Kernel extends KernelInterface = StandardKernel> {
  readonly name: string;
  /** The outputs; `undefined` where tfjs-node's own kernel of that name shall run. */
  run(call: KernelCall<Kernel>): TensorInfo | TensorInfo[] | undefined;
}

export type AnyKernel = TensorflowKernel<KernelInterface>;
