import type { ForwardContext, Model, Parameter, TracedOutputs } from '@neutype/core';
import { NeutypeError, ShapeError, shown } from '@neutype/errors';
import { computeEachOf, type Loss } from '@neutype/losses';
import { formatShape, sameShape } from '@neutype/ndarray';
import {
  add,
  mul,
  type Scalar,
  sigmoid,
  softmax,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { BatchTensors } from './batchRuns.js';

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
 * that the loss knows. Of weighted samples it is their weighted mean.
 */
export function batchLoss(objective: Objective, batch: BatchTensors, context: ForwardContext): Scalar {
  return lossOf(objective, batch, traced(objective, batch, context));
}

/** The same, and the outputs that it is the loss of. */
export function lossAndOutputs(
  objective: Objective,
  batch: BatchTensors,
  context: ForwardContext,
): { readonly loss: Scalar; readonly outputs: Tensor } {
  const computed = traced(objective, batch, context);
  const loss = lossOf(objective, batch, computed);
  return { loss, outputs: computed.outputs ?? activated(computed.logits as Logits) };
}

type Logits = NonNullable<TracedOutputs['logits']>;

/** Outputs, or what goes into the activation at the end where the loss is taken from that. */
type Computed = Partial<TracedOutputs>;

function traced({ model, loss }: Objective, { inputs }: BatchTensors, context: ForwardContext): Computed {
  const x = inputs[0] as Tensor;
  const { outputActivation: activation, forwardLogits } = model;
  if (activation && loss.fromLogits?.[activation] && forwardLogits) {
    return { logits: { activation, values: model.forwardLogits?.(x, context) as Tensor } };
  }
  return tracedOutputs(model, x, context);
}

function activated({ activation, values }: Logits): Tensor {
  return activation === 'softmax' ? softmax(values) : sigmoid(values);
}

function lossOf({ model, loss }: Objective, { targets, weights }: BatchTensors, computed: Computed): Scalar {
  const y = targets[0] as Tensor;
  const { outputs, logits } = computed;
  const activation = logits && loss.fromLogits?.[logits.activation] ? logits.activation : undefined;
  if (!activation && outputs) checkShape(outputs, [y.shape[0] as number, ...model.outputShape]);
  const values = (activation ? logits?.values : outputs) as Tensor;
  if (weights) return weightedLoss(loss, computeEachOf(loss, activation)(y, values), weights);
  const computation = (activation && loss.fromLogits?.[activation]) || loss;
  return checkedScalar(
    `loss ${loss.name}`,
    computation.compute(y, values),
    'Take the mean over the batch, or give the loss of each sample.',
  );
}

/** The weighted mean; the weights sum to 1. */
function weightedLoss(loss: Loss, ofSamples: Tensor1D, weights: Tensor1D): Scalar {
  checkShape(ofSamples, weights.shape, `loss ${loss.name}, computeEach`);
  const mean = sum(mul(ofSamples, weights)) as Scalar;
  return loss.afterMean?.(mean) ?? mean;
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

/** Outputs of another shape would be broadcast against the targets. */
function checkShape({ shape }: Tensor, expected: readonly number[], of = 'the network'): void {
  if (sameShape(shape, expected)) return;
  throw new ShapeError({
    where: of,
    expected:
      of === 'the network'
        ? `outputs of shape ${formatShape(expected)}, as its outputShape says`
        : `a value for each sample, shape ${formatShape(expected)}`,
    received: formatShape(shape),
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

/** Only a scalar has a gradient that means something: that of a tensor is the sum of its values' gradients. */
function checkedScalar(where: string, value: unknown, remedy: string): Scalar {
  if (isTensor(value) && value.rank === 0) return value as Scalar;
  throw new NeutypeError({
    where,
    expected: 'a scalar tensor',
    received: isTensor(value) ? `a tensor of shape ${formatShape(value.shape)}` : shown(value),
    remedy: isTensor(value) ? remedy : 'Compute it with tensor operations, and return what they give.',
  });
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dataId' in value && 'rank' in value;
}

/** Whether an update on this objective may be recorded; a sentence for why not. */
export function replayability({ model, loss }: Objective): true | string {
  if (loss.replayable === false) return `Loss ${loss.name} says replayable: false.`;
  if (model.replayable) return true;
  const who = model.notReplayable === undefined ? 'The network' : `Layer ${model.notReplayable}`;
  return `${who} does not say replayable: true, as it may if its forward runs the same operations for every batch.`;
}
