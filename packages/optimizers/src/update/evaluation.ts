import type { Tensor } from '@tensorflow/tfjs-core';
import { BatchRuns } from './batchRuns.js';
import { batchLoss, modelOutputs, type Objective } from './objective.js';

const INFERENCE = { training: false } as const;

/** Runs that take the loss of a batch and change nothing: dropout off, running statistics in batch normalisation. */
export function lossRuns(objective: Objective): BatchRuns {
  return new BatchRuns(
    { x: objective.model.inputShape, y: objective.model.outputShape },
    {
      compute: (x, y) => batchLoss(objective, x.tensor, y.tensor, INFERENCE),
      // What is replayed here is not checked again: only what promises to stay the same may be.
      replayable: objective.model.replayable && objective.loss.replayable === true,
      externals: () => variablesOf(objective),
    },
  );
}

/** Runs that compute a model's output for a batch. */
export function outputRuns(objective: Objective): BatchRuns {
  return new BatchRuns(
    { x: objective.model.inputShape, y: [] },
    {
      compute: (x) => modelOutputs(objective.model, x.tensor, INFERENCE),
      replayable: objective.model.replayable,
      externals: () => variablesOf(objective),
    },
  );
}

function variablesOf({ model }: Objective): readonly Tensor[] {
  return model.parameters.map(({ variable }) => variable);
}
