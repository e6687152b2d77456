import type { ForwardContext, Model, Parameter, TracedOutputs } from '@neutype/core';
import { NeutypeError, shown } from '@neutype/errors';
import type { Loss } from '@neutype/losses';
import { formatShape } from '@neutype/ndarray';
import { add, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { BatchTensors } from './batchRuns.js';
import { type Evaluated, type Head, lossOfHeads } from './heads.js';
import { type Computed, checkedScalar, isTensor, lossOf, outputsOf } from './outputLoss.js';

/** Added to the loss while training: a penalty on the parameters, as a scalar tensor. */
export type Regularizer = (parameters: readonly Parameter[]) => Scalar;

/** What training makes smaller. */
export interface Objective {
  readonly model: Model;
  /** The loss of the only output; of several what stands for all of them. */
  readonly loss: Loss;
  /** The outputs of a model that has several, or several inputs. */
  readonly heads?: readonly Head[] | undefined;
  readonly regularizer: Regularizer | undefined;
}

/**
 * The loss of a batch, without the regularizer: taken from the logits where the model ends in a softmax or sigmoid
 * that the loss knows. Of weighted samples it is their weighted mean.
 */
export function batchLoss(objective: Objective, batch: BatchTensors, context: ForwardContext): Scalar {
  return evaluated(objective, batch, context).loss;
}

/** The same, and the outputs that it is the loss of. */
export function lossAndOutputs(
  objective: Objective,
  batch: BatchTensors,
  context: ForwardContext,
): readonly Tensor[] {
  const { loss, outputs } = evaluated(objective, batch, context);
  return [loss, ...outputs()];
}

function evaluated(objective: Objective, batch: BatchTensors, context: ForwardContext): Evaluated {
  const { model, loss, heads } = objective;
  if (model.ports && heads) return lossOfHeads(model.ports, heads, batch, context);
  const computed = traced(objective, batch, context);
  return {
    loss: lossOf({ shape: model.outputShape, loss }, batch.targets[0] as Tensor, batch.weights, computed),
    outputs: () => [outputsOf(computed)],
  };
}

function traced({ model, loss }: Objective, { inputs }: BatchTensors, context: ForwardContext): Computed {
  const x = inputs[0] as Tensor;
  const { outputActivation: activation, forwardLogits } = model;
  if (activation && loss.fromLogits?.[activation] && forwardLogits) {
    return { logits: { activation, values: model.forwardLogits?.(x, context) as Tensor } };
  }
  return tracedOutputs(model, x, context);
}

/** What a model gives for a batch, if it is a tensor. */
export function modelOutputs(model: Model, x: Tensor, context: ForwardContext): Tensor {
  return checkedTensor(model, x, model.forward(x, context));
}

function tracedOutputs(model: Model, x: Tensor, context: ForwardContext): TracedOutputs {
  const traced = model.forwardTraced?.(x, context);
  if (!traced) return { outputs: modelOutputs(model, x, context) };
  checkedTensor(model, x, traced.outputs);
  return traced;
}

function checkedTensor({ outputShape }: Model, { shape: [rows] }: Tensor, outputs: unknown): Tensor {
  if (isTensor(outputs)) return outputs;
  throw new NeutypeError({
    where: 'the network, forward',
    expected: `a tensor of shape ${formatShape([rows as number, ...outputShape])}`,
    received: shown(outputs),
  });
}

/** The loss of a batch as training sees it. */
export function trainingLoss(objective: Objective, batch: BatchTensors, context: ForwardContext): Scalar {
  const loss = batchLoss(objective, batch, context);
  const { model, regularizer } = objective;
  if (!regularizer) return loss;
  const penalty = regularizer(model.parameters);
  return add(loss, checkedScalar('option regularizer', penalty, 'Add all values up: sum(…).'));
}

/** Whether an update on this objective may be recorded; a sentence for why not. */
export function replayability({ model, loss }: Objective): true | string {
  if (loss.replayable === false) return `Loss ${loss.name} says replayable: false.`;
  if (model.replayable) return true;
  const who = model.notReplayable === undefined ? 'The network' : `Layer ${model.notReplayable}`;
  return `${who} does not say replayable: true, as it may if its forward runs the same operations for every batch.`;
}
