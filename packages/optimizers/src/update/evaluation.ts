import type { Tensor } from '@tensorflow/tfjs-core';
import { BatchRuns } from './batchRuns.js';
import { batchLoss, lossAndOutputs, modelOutputs, type Objective } from './objective.js';

const INFERENCE = { training: false } as const;

/** Runs that take the loss of a batch and change nothing: dropout off, running statistics in batch normalisation. */
export function lossRuns(objective: Objective): BatchRuns {
  return new BatchRuns({
    compute: (batch) => [batchLoss(objective, batch, INFERENCE)],
    // What is replayed here is not checked again: only what promises to stay the same may be.
    replayable: objective.model.replayable && objective.loss.replayable === true,
    externals: () => variablesOf(objective),
  });
}

/** The same, which give the outputs beside the loss. */
export function lossAndOutputRuns(objective: Objective): BatchRuns {
  return new BatchRuns({
    compute: (batch) => {
      const { loss, outputs } = lossAndOutputs(objective, batch, INFERENCE);
      return [loss, outputs];
    },
    replayable: objective.model.replayable && objective.loss.replayable === true,
    externals: () => variablesOf(objective),
  });
}

/** Runs that compute a model's output for a batch. */
export function outputRuns(objective: Objective): BatchRuns {
  return new BatchRuns({
    compute: ({ inputs }) => [modelOutputs(objective.model, inputs[0] as Tensor, INFERENCE)],
    replayable: objective.model.replayable,
    externals: () => variablesOf(objective),
  });
}

function variablesOf({ model }: Objective): readonly Tensor[] {
  return model.parameters.map(({ variable }) => variable);
}
