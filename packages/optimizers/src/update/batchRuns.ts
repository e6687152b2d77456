import { type CompiledStep, compileStep, type StagedTensor, stagedTensor } from '@neutype/core';
import { DisposedError } from '@neutype/errors';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batches.js';

/** The shapes of one sample and its target. */
export interface SampleShapes {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What a step does with a batch, staged as `[rows, ...shape]`, and the one tensor that it gives. */
export interface BatchWork {
  readonly compute: (x: StagedTensor, y: StagedTensor) => Tensor;
  /** Whether it may be recorded; a sentence for why not. */
  readonly replayable: boolean | string;
  /** Tensors from outside that are read or updated. */
  readonly externals: () => readonly Tensor[];
}

interface StagedStep {
  readonly x: StagedTensor;
  readonly y: StagedTensor;
  readonly compiled: CompiledStep;
}

export const REPLAYED = 'replayed';
export const RECORDING = 'recording';

/** Sizes of batches that steps are kept for: the full one, and the rest at the end of one or two data sets. */
const KEPT_SIZES = 4;

/**
 * One step for each size of batch, made when the size first comes: its batch is written straight into staged
 * memory, and its kernels are compiled by running. The size that was used longest ago is given up for a new one.
 */
export class BatchRuns {
  readonly #shapes: SampleShapes;
  readonly #work: BatchWork;
  readonly #steps = new Map<number, StagedStep>();
  #isDisposed = false;

  constructor(shapes: SampleShapes, work: BatchWork) {
    this.#shapes = shapes;
    this.#work = work;
  }

  /**
   * Runs the step on a batch; the result is valid until the next run.
   *
   * @throws DisposedError where nobody would free the memory any more
   */
  run(batch: Batch): Tensor {
    const { x, y, compiled } = this.#step(batch.rows);
    try {
      x.fill((target) => batch.x(target));
      if (batch.y) y.fill((target) => batch.y?.(target));
      return compiled.run()[0] as Tensor;
    } catch (error) {
      this.#giveUp(batch.rows); // of which there may be too many for the memory that others need
      throw error;
    }
  }

  /** As of {@link CompiledStep.replay}, over all sizes. */
  get replay(): string {
    const all = Array.from(this.#steps.values(), ({ compiled }) => compiled.replay);
    const reason = all.find((replay) => replay !== REPLAYED && replay !== RECORDING);
    return reason ?? all.find((replay) => replay === REPLAYED) ?? RECORDING;
  }

  /** Has the next runs compared with what is replayed. */
  recheck(): void {
    for (const { compiled } of this.#steps.values()) compiled.recheck();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const rows of [...this.#steps.keys()]) this.#giveUp(rows);
  }

  #step(rows: number): StagedStep {
    if (this.#isDisposed) throw disposedOptimizer('the optimizer');
    const known = this.#steps.get(rows);
    if (!known && this.#steps.size >= KEPT_SIZES) this.#giveUp(this.#steps.keys().next().value as number);
    const step = known ?? this.#make(rows);
    this.#steps.delete(rows); // and put it last, as the one used most recently
    this.#steps.set(rows, step);
    return step;
  }

  #make(rows: number): StagedStep {
    const x = stagedTensor([rows, ...this.#shapes.x], 'float32');
    const y = stagedTensor([rows, ...this.#shapes.y], 'float32');
    const { compute, replayable, externals } = this.#work;
    return { x, y, compiled: compileStep({ step: () => [compute(x, y)], replayable, externals }) };
  }

  #giveUp(rows: number): void {
    const step = this.#steps.get(rows);
    this.#steps.delete(rows);
    step?.compiled.dispose();
    step?.x.dispose();
    step?.y.dispose();
  }
}

/** The error of an optimizer that was disposed of, perhaps between two batches. */
export function disposedOptimizer(where: string): DisposedError {
  return new DisposedError({
    where,
    expected: 'one in use',
    received: 'one that was disposed of',
    remedy: 'Make another one for the network, which keeps its weights.',
  });
}
