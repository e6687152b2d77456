import type { Tensor } from '@tensorflow/tfjs-core';
import { BatchSteps } from './batchSteps.js';
import { batchLoss, isReplayable, modelOutputs, type Objective } from './objective.js';

const INFERENCE = { training: false } as const;

/** Steps that take the loss of a batch and change nothing: dropout off, running statistics in batch normalisation. */
export function lossSteps(objective: Objective): BatchSteps {
  return new BatchSteps(
    { x: objective.model.inputShape, y: objective.model.outputShape },
    {
      compute: (x, y) => batchLoss(objective, x.tensor, y.tensor, INFERENCE),
      replayable: isReplayable(objective),
      externals: () => variablesOf(objective),
    },
  );
}

/** Steps that compute a model's output for a batch. */
export function outputSteps(objective: Objective): BatchSteps {
  return new BatchSteps(
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
