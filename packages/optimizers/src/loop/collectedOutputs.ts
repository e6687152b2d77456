import { NdArray, sizeOf } from '@neutype/ndarray';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batch.js';

/** Targets and outputs of batch after batch, for what looks at all of them. */
export class CollectedOutputs {
  readonly #targets: Collected[] = [];
  readonly #outputs: Collected[] = [];

  /** Copies a batch's targets, and its outputs as soon as they can be read. */
  async add({ rows, layout, targets }: Batch, outputs: readonly Tensor[]): Promise<void> {
    for (const [index, write] of targets.entries()) {
      const shape = layout.targets[index] as readonly number[];
      const values = new Float32Array(rows * sizeOf(shape));
      write(values);
      this.#targets[index] ??= new Collected(shape);
      this.#targets[index].add(values, rows);
    }
    for (const [index, tensor] of outputs.entries()) {
      this.#outputs[index] ??= new Collected(tensor.shape.slice(1));
      this.#outputs[index].add((await tensor.data<'float32'>()).slice(), rows);
    }
  }

  /** Whether no output is NaN or infinite. */
  get areFinite(): boolean {
    return this.#outputs.every((output) => output.joined().data.every(Number.isFinite));
  }

  /** The targets of one of the outputs. */
  targets(output: number): NdArray {
    return (this.#targets[output] as Collected).joined();
  }

  /** The values of one of the outputs. */
  outputs(output: number): NdArray {
    return (this.#outputs[output] as Collected).joined();
  }
}

/** Rows that came a few at a time. */
class Collected {
  readonly #shape: readonly number[];
  readonly #parts: Float32Array[] = [];
  #rows = 0;

  constructor(shape: readonly number[]) {
    this.#shape = shape;
  }

  add(values: Float32Array, rows: number): void {
    this.#parts.push(values);
    this.#rows += rows;
  }

  joined(): NdArray {
    const whole = new Float32Array(this.#rows * sizeOf(this.#shape));
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return new NdArray(whole, [this.#rows, ...this.#shape]);
  }
}
