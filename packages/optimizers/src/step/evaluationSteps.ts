import type { Tensor } from '@tensorflow/tfjs-core';
import { BatchSteps } from './batchSteps.js';
import { batchLoss, isReplayable, modelOutputs, type Objective } from './objective.js';

const inference = { training: false } as const;

/** Steps that take the loss of a batch and change nothing: dropout off, running statistics in batch normalisation. */
export const lossSteps = (objective: Objective): BatchSteps =>
  new BatchSteps(
    { x: objective.model.inputShape, y: objective.model.outputShape },
    {
      compute: (x, y) => batchLoss(objective, x.tensor, y.tensor, inference),
      replayable: isReplayable(objective),
      externals: () => variablesOf(objective),
    },
  );

/** Steps that compute a model's output for a batch. */
export const outputSteps = (objective: Objective): BatchSteps =>
  new BatchSteps(
    { x: objective.model.inputShape, y: [] },
    {
      compute: (x) => modelOutputs(objective.model, x.tensor, inference),
      replayable: objective.model.replayable,
      externals: () => variablesOf(objective),
    },
  );

const variablesOf = ({ model }: Objective): readonly Tensor[] =>
  model.parameters.map(({ variable }) => variable);
