import type { Scalar } from '@tensorflow/tfjs-core';
import { activeBackend } from '../backends/active.js';
import type { StagedDataType } from '../backends/capabilities.js';
import { type StagedTensor, stagedTensor } from './stagedTensor.js';

/** One number that changes from step to step without changing the step: a learning rate, an update's number. */
export interface StagedScalar {
  /** The number on the host; setting it is what the next kernel sees. */
  value: number;
  readonly dtype: StagedDataType;
  /** The number as a scalar tensor. Ask anew after each change. */
  readonly tensor: Scalar;
  dispose(): void;
}

/**
 * A number to hand to kernels as a tensor.
 *
 * @param dtype `float32` rounds the value to single precision; `int32` to an integer
 *
 * @example
 * ```ts
 * const step = stagedScalar(0.01, 'float32');
 * weight.assign(sub(weight, mul(step.tensor, gradient)));
 * step.value = 0.005;
 * ```
 */
export function stagedScalar(value: number, dtype: StagedDataType): StagedScalar {
  return new HostBackedScalar(value, dtype);
}

class HostBackedScalar implements StagedScalar {
  readonly dtype: StagedDataType;
  readonly #staged: StagedTensor<StagedDataType>;
  #value: number;
  #backend: object | undefined;

  constructor(value: number, dtype: StagedDataType) {
    this.dtype = dtype;
    this.#staged = stagedTensor([], dtype);
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }

  set value(value: number) {
    this.#value = value;
    // Nobody has seen it yet, and there may be no backend: `tensor` writes it then.
    if (this.#backend !== undefined) this.#write();
  }

  get tensor(): Scalar {
    // Fresh memory, at first or on another backend, holds no value yet.
    if (this.#backend !== activeBackend()) this.#write();
    return this.#staged.tensor as Scalar;
  }

  dispose(): void {
    this.#staged.dispose();
  }

  #write(): void {
    this.#staged.fill((target) => {
      target[0] = this.#value;
    });
    this.#backend = activeBackend();
  }
}
