import { DisposedError } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { keep, tensor as makeTensor, type Tensor } from '@tensorflow/tfjs-core';
import { activeBackend } from '../backends/active.js';
import { engineCapabilities, type StagedArray, type StagedDataType } from '../backends/capabilities.js';
import type { Shape } from '../shape.js';

/** A tensor whose values are written again and again: a batch, a learning rate, a counter. */
export interface StagedTensor<D extends StagedDataType = 'float32'> {
  readonly shape: Shape;
  readonly dtype: D;
  /** The values last written; zeros before. Ask anew after each fill: where values are uploaded it is a new one. */
  readonly tensor: Tensor;
  /** Hands out the memory to write all values to. What it holds before is unspecified. */
  fill(write: (target: StagedArray<D>) => void): void;
  dispose(): void;
}

/**
 * A tensor to write batches into: straight into the engine's memory where the backend offers that, and the tensor then
 * stays the same; elsewhere a host array, uploaded once after each fill when the tensor is asked for.
 *
 * It follows the current backend; what was written on another is not carried over.
 *
 * @example
 * ```ts
 * const batch = stagedTensor([128, 784], 'float32');
 * batch.fill((target) => target.set(pixels));
 * const hidden = dense(batch.tensor as Tensor2D, weight, bias, 'relu');
 * ```
 */
export function stagedTensor<D extends StagedDataType>(shape: Shape, dtype: D): StagedTensor<D> {
  return new FollowingStagedTensor(shape, dtype);
}

/** Memory of one backend. */
interface Stage<D extends StagedDataType> {
  readonly tensor: Tensor;
  fill(write: (target: StagedArray<D>) => void): void;
  dispose(): void;
}

class FollowingStagedTensor<D extends StagedDataType> implements StagedTensor<D> {
  readonly shape: Shape;
  readonly dtype: D;
  #stage: Stage<D> | undefined;
  #backend: object | undefined;
  #disposed = false;

  constructor(shape: Shape, dtype: D) {
    this.shape = [...shape];
    this.dtype = dtype;
  }

  get tensor(): Tensor {
    return this.#current().tensor;
  }

  fill(write: (target: StagedArray<D>) => void): void {
    this.#current().fill(write);
  }

  dispose(): void {
    this.#disposed = true;
    this.#stage?.dispose();
    this.#stage = undefined;
  }

  #current(): Stage<D> {
    if (this.#disposed) {
      throw new DisposedError({
        where: 'stagedTensor',
        expected: 'one that is in use',
        received: 'a disposed one',
      });
    }
    const backend = activeBackend();
    if (this.#stage === undefined || this.#backend !== backend) {
      this.#stage?.dispose();
      this.#backend = backend;
      this.#stage = stageInEngine(this.shape, this.dtype) ?? new UploadedStage(this.shape, this.dtype);
    }
    return this.#stage;
  }
}

function stageInEngine<D extends StagedDataType>(shape: Shape, dtype: D): Stage<D> | undefined {
  const staging = engineCapabilities().allocateStaging?.(shape, dtype);
  if (staging === undefined) return undefined;
  const tensor = keep(staging.tensor);
  return { tensor, fill: (write) => write(staging.view()), dispose: () => tensor.dispose() };
}

/** Backends may keep the array that a tensor was made from, so each fill gets an array of its own. */
class UploadedStage<D extends StagedDataType> implements Stage<D> {
  readonly #shape: Shape;
  readonly #dtype: D;
  #pending: StagedArray<D> | undefined;
  #tensor: Tensor | undefined;

  constructor(shape: Shape, dtype: D) {
    this.#shape = shape;
    this.#dtype = dtype;
    this.#pending = this.#allocate();
  }

  get tensor(): Tensor {
    if (this.#tensor === undefined) {
      this.#tensor = keep(makeTensor(this.#pending!, [...this.#shape], this.#dtype));
      this.#pending = undefined;
    }
    return this.#tensor;
  }

  fill(write: (target: StagedArray<D>) => void): void {
    this.dispose();
    this.#pending ??= this.#allocate();
    write(this.#pending);
  }

  dispose(): void {
    this.#tensor?.dispose();
    this.#tensor = undefined;
  }

  #allocate(): StagedArray<D> {
    const size = sizeOf(this.#shape);
    return (this.#dtype === 'int32' ? new Int32Array(size) : new Float32Array(size)) as StagedArray<D>;
  }
}
