import type { Tensor } from '@tensorflow/tfjs-core';
import type { Averages } from './averages.js';
import { BatchRuns, type BatchWork } from './batchRuns.js';
import { portOutputs } from './heads.js';
import { batchLoss, lossAndOutputs, modelOutputs, type Objective } from './objective.js';

const INFERENCE = { training: false } as const;

/** Runs that change nothing: dropout off, running statistics in batch normalization. */
export class EvaluationRuns {
  /** The loss of a batch. */
  readonly loss: BatchRuns;
  /** The same, and the outputs beside it. */
  readonly lossAndOutput: BatchRuns;
  /** The outputs alone. */
  readonly output: BatchRuns;

  /** @param averages computes with averaged weights, if given */
  constructor(objective: Objective, averages?: Averages) {
    const { loss, model } = objective;
    const runs = (compute: BatchWork['compute'], replayable: boolean) =>
      new BatchRuns({
        compute: averages ? (batch) => averages.within(() => compute(batch)) : compute,
        replayable,
        externals: () => [...model.parameters.map(({ variable }) => variable), ...(averages?.tensors ?? [])],
      });
    // What is replayed here is not checked again: only what promises to stay the same may be.
    const keepsItsWord = model.replayable && loss.replayable === true;
    this.loss = runs((batch) => [batchLoss(objective, batch, INFERENCE)], keepsItsWord);
    this.lossAndOutput = runs((batch) => lossAndOutputs(objective, batch, INFERENCE), keepsItsWord);
    this.output = runs(
      ({ inputs }) =>
        portOutputs(model, inputs, INFERENCE) ?? [modelOutputs(model, inputs[0] as Tensor, INFERENCE)],
      model.replayable,
    );
  }

  dispose(): void {
    for (const runs of [this.loss, this.lossAndOutput, this.output]) runs.dispose();
  }
}
