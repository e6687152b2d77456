import type { ForwardContext, Model, Parameter, TracedOutputs } from '@neutype/core';
import { NeutypeError, ShapeError, shown } from '@neutype/errors';
import type { Loss } from '@neutype/losses';
import { formatShape, sameShape } from '@neutype/ndarray';
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
export function batchLoss({ model, loss }: Objective, x: Tensor, y: Tensor, context: ForwardContext): Scalar {
  const fromLogits = model.outputActivation && loss.fromLogits?.[model.outputActivation];
  const value =
    fromLogits && model.forwardLogits
      ? fromLogits.compute(y, model.forwardLogits(x, context))
      : lossOfOutputs({ model, loss }, y, tracedOutputs(model, x, context));
  return checkedScalar(
    `loss ${loss.name}`,
    value,
    'Take the mean over the batch, or give the loss of each sample.',
  );
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

type Judged = Pick<Objective, 'model' | 'loss'>;

function lossOfOutputs({ model, loss }: Judged, y: Tensor, { outputs, logits }: TracedOutputs): Scalar {
  const fromLogits = logits && loss.fromLogits?.[logits.activation];
  if (fromLogits) return fromLogits.compute(y, logits.values);
  checkShape(outputs, [y.shape[0] as number, ...model.outputShape]);
  return loss.compute(y, outputs);
}

/** Outputs of another shape would be broadcast against the targets. */
function checkShape({ shape }: Tensor, expected: readonly number[]): void {
  if (sameShape(shape, expected)) return;
  throw new ShapeError({
    where: 'the network',
    expected: `outputs of shape ${formatShape(expected)}, as its outputShape says`,
    received: formatShape(shape),
  });
}

/** The loss of a batch as training sees it. */
export function trainingLoss(objective: Objective, x: Tensor, y: Tensor, context: ForwardContext): Scalar {
  const loss = batchLoss(objective, x, y, context);
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
