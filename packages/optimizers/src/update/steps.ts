import { moveToBackend } from '@neutype/core';
import type { BatchSteps } from './batchSteps.js';
import { lossSteps, outputSteps } from './evaluationSteps.js';
import type { Objective } from './objective.js';
import { type MaskKey, type NamedRule, TrainSteps } from './trainSteps.js';

/** All that an optimizer runs, and keeps, on the backend. */
export class Steps {
  readonly train: TrainSteps;
  readonly loss: BatchSteps;
  readonly output: BatchSteps;
  readonly #objective: Objective;

  constructor(objective: Objective, rule: NamedRule, stepSize: number, maskKey: MaskKey) {
    this.#objective = objective;
    this.train = new TrainSteps(objective, rule, stepSize, maskKey);
    this.loss = lossSteps(objective);
    this.output = outputSteps(objective);
  }

  /** Goes on, on another backend, with the same weights and the same memory of past gradients. */
  async moveTo(backend: string): Promise<void> {
    await this.train.release();
    await moveToBackend(this.#objective.model, backend);
  }

  /** Frees everything; the model stays. */
  dispose(): void {
    this.train.dispose();
    this.loss.dispose();
    this.output.dispose();
  }
}
