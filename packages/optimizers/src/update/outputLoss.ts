import type { TracedOutputs } from '@neutype/core';
import { NeutypeError, ShapeError, shown } from '@neutype/errors';
import { computeEachOf, type Loss } from '@neutype/losses';
import { formatShape, sameShape } from '@neutype/ndarray';
import { mul, type Scalar, sigmoid, softmax, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';

type Logits = NonNullable<TracedOutputs['logits']>;

/** Outputs, or what goes into the activation at the end where the loss is taken from that. */
export type Computed = Partial<TracedOutputs>;

/** The outputs, which were perhaps not computed yet. */
export function outputsOf({ outputs, logits }: Computed): Tensor {
  return outputs ?? activated(logits as Logits);
}

function activated({ activation, values }: Logits): Tensor {
  return activation === 'softmax' ? softmax(values) : sigmoid(values);
}

/** An output, and the loss that it is trained by. */
export interface LearntOutput {
  /** Where there are several. */
  readonly name?: string;
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly loss: Loss;
}

/** The loss of one output. */
export function lossOf(
  { name, shape, loss }: LearntOutput,
  y: Tensor,
  weights: Tensor1D | undefined,
  { outputs, logits }: Computed,
): Scalar {
  const activation = logits && loss.fromLogits?.[logits.activation] ? logits.activation : undefined;
  if (!activation && outputs) checkShape(outputs, [y.shape[0] as number, ...shape], name);
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
  if (!sameShape(ofSamples.shape, weights.shape)) {
    throw new ShapeError({
      where: `loss ${loss.name}, computeEach`,
      expected: `a value for each sample, shape ${formatShape(weights.shape)}`,
      received: formatShape(ofSamples.shape),
    });
  }
  const mean = sum(mul(ofSamples, weights)) as Scalar;
  return loss.afterMean?.(mean) ?? mean;
}

/** Outputs of another shape would be broadcast against the targets. */
function checkShape({ shape }: Tensor, expected: readonly number[], output: string | undefined): void {
  if (sameShape(shape, expected)) return;
  const of = output === undefined ? '' : ` ${output}`;
  throw new ShapeError({
    where: `the network${output === undefined ? '' : `, output${of}`}`,
    expected: `outputs of shape ${formatShape(expected)}, as its outputShape says`,
    received: formatShape(shape),
  });
}

/** Only a scalar has a gradient that means something: that of a tensor is the sum of its values' gradients. */
export function checkedScalar(where: string, value: unknown, remedy: string): Scalar {
  if (isTensor(value) && value.rank === 0) return value as Scalar;
  throw new NeutypeError({
    where,
    expected: 'a scalar tensor',
    received: isTensor(value) ? `a tensor of shape ${formatShape(value.shape)}` : shown(value),
    remedy: isTensor(value) ? remedy : 'Compute it with tensor operations, and return what they give.',
  });
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dataId' in value && 'rank' in value;
}
