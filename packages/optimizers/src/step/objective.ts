import type { ForwardContext, Model, Parameter } from '@neutype/core';
import type { Loss } from '@neutype/losses';
import { add, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

/** Added to the loss while training: a penalty on the parameters, as a scalar tensor. */
export type Regularizer = (parameters: readonly Parameter[]) => Scalar;

/** What training makes smaller. */
export interface Objective {
  readonly model: Model;
  readonly loss: Loss;
  readonly regularizer: Regularizer | undefined;
}

/**
 * The loss of a batch, without the regularizer: taken from the logits where the model ends in a softmax or sigmoid
 * that the loss knows.
 */
export const batchLoss = (
  { model, loss }: Objective,
  x: Tensor,
  y: Tensor,
  context: ForwardContext,
): Scalar => {
  const fromLogits = model.outputActivation && loss.fromLogits?.[model.outputActivation];
  return fromLogits && model.forwardLogits
    ? fromLogits(y, model.forwardLogits(x, context))
    : loss.compute(y, model.forward(x, context));
};

/** The loss of a batch as training sees it. */
export const trainingLoss = (objective: Objective, x: Tensor, y: Tensor, context: ForwardContext): Scalar => {
  const loss = batchLoss(objective, x, y, context);
  return objective.regularizer ? add(loss, objective.regularizer(objective.model.parameters)) : loss;
};

/** Whether a step on this objective launches the same kernels every time. */
export const isReplayable = ({ model, loss, regularizer }: Objective): boolean =>
  model.replayable && loss.replayable === true && regularizer === undefined;
