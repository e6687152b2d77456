import type { Breath } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batch.js';
import { BatchRuns, type BatchWork } from '../update/batchRuns.js';
import { readValues } from './readValues.js';

/** Runs of a step on the same batch, again and again: it is written to the backend before the first of them alone. */
export class SameBatchRuns {
  readonly #runs: BatchRuns;
  #batch: Batch | undefined;

  /** @param compute gives one tensor */
  constructor({
    compute,
    ...work
  }: Omit<BatchWork, 'compute'> & { compute(...of: Parameters<BatchWork['compute']>): Tensor }) {
    this.#runs = new BatchRuns({ ...work, compute: (batch) => [compute(batch)] });
  }

  get replay(): string {
    return this.#runs.replay;
  }

  /** Takes a batch for the runs that follow. */
  take(batch: Batch): void {
    this.#batch = batch;
  }

  /** The values that the step gives, which are written over by the next run. */
  async run(breath: Breath): Promise<Float32Array> {
    const batch = this.#batch as Batch;
    const [values] = await this.#runs.runInParts(batch, breath);
    this.#batch = { rows: batch.rows, layout: batch.layout, weight: batch.weight, inputs: [], targets: [] };
    return readValues(values as Tensor);
  }

  recheck(): void {
    this.#runs.recheck();
  }

  dispose(): void {
    this.#runs.dispose();
  }
}
