import { NdArray, sizeOf } from '@neutype/ndarray';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batch.js';

/** Targets and outputs of batch after batch, for what looks at all of them. */
export class CollectedOutputs {
  readonly #targets: Float32Array[] = [];
  readonly #outputs: Float32Array[] = [];
  #rows = 0;
  #targetShape: readonly number[] = [];
  #outputShape: readonly number[] = [];

  /** Copies a batch's targets, and its outputs as soon as they can be read. */
  async add({ rows, layout, targets }: Batch, outputs: Tensor): Promise<void> {
    const [shape = []] = layout.targets;
    const values = new Float32Array(rows * sizeOf(shape));
    targets[0]?.(values);
    this.#targets.push(values);
    this.#targetShape = shape;
    this.#outputShape = outputs.shape.slice(1);
    this.#rows += rows;
    this.#outputs.push((await outputs.data<'float32'>()).slice());
  }

  get targets(): NdArray {
    return new NdArray(joined(this.#targets), [this.#rows, ...this.#targetShape]);
  }

  get outputs(): NdArray {
    return new NdArray(joined(this.#outputs), [this.#rows, ...this.#outputShape]);
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
