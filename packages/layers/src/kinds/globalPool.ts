import { maxPool, OptionError, ShapeError } from '@neutype/core';
import { checkNumber, shown } from '@neutype/errors';
import {
  div,
  max,
  maximum,
  mean,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { presentSteps } from '../presentSteps.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { OneInput } from '../takes.js';

/** Options of the global poolings. */
export interface GlobalPoolOptions {
  /**
   * For sequences `[?, time, features]`: a time step whose features all equal this is padding and left out. Of a sequence
   * that is padding alone comes 0.
   */
  readonly maskValue?: number;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** Reduces these axes of a tensor, those of its positions: tfjs's `min`, for example. */
export type PoolFunction = (x: Tensor, axes: number[]) => Tensor;

/** How all positions become one. */
export type GlobalPooling = 'avg' | 'max' | 'sum';

/**
 * Makes one value of all positions of each channel (the last axis): their mean, the largest, their sum, or what a function
 * makes of them. What has no positions, `[?, channels]`, stays as it is.
 *
 * `[?, ..., channels]` → `[?, channels]`
 *
 * A function is called with the tensor and the axes of the positions; training steps with one are not replayed. The
 * largest value's gradient goes to the first position that has it, as with PyTorch's `AdaptiveMaxPool2d(1)`.
 *
 * @param pooling `'avg'`, `'max'`, `'sum'`, or a function such as tfjs's `min`
 * @throws OptionError for another word, or a mask together with a function
 * @throws ShapeError in the network, for a mask where the input is no sequence
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(32, 3), relu(), globalPool('avg'), softmax(10));
 * ```
 */
export function globalPool(
  pooling: GlobalPooling | PoolFunction,
  options: GlobalPoolOptions = {},
): Layer<'pooled', OneInput> {
  return globalPooling('globalPool', 'global-pool', pooling, options);
}

/** What the global poolings have in common. */
export function globalPooling(
  calledAs: string,
  kind: string,
  pooling: GlobalPooling | PoolFunction,
  options: GlobalPoolOptions,
): Layer<'pooled', OneInput> {
  checkLayerOptions(calledAs, options, ['maskValue']);
  const { maskValue, name } = options;
  checkPooling(calledAs, pooling);
  if (maskValue !== undefined) checkMask(calledAs, pooling, maskValue);
  const pool = typeof pooling === 'function' ? pooling : POOLINGS[pooling];
  return layer({
    kind,
    name,
    replayable: typeof pooling === 'string',
    settings: calledAs === 'globalPool' ? { pooling, maskValue } : { maskValue },
    outputShape: (inputShape, where) => {
      if (maskValue !== undefined) checkSequence(inputShape, where);
      return inputShape.slice(-1);
    },
    forward: (x) => {
      if (x.rank === 2) return x;
      if (maskValue !== undefined) return MASKED[pooling as GlobalPooling](x, presentSteps(x, maskValue));
      return pool(x, x.shape.map((_, axis) => axis).slice(1, -1));
    },
  });
}

const POOLINGS: Readonly<Record<GlobalPooling, PoolFunction>> = {
  avg: (x, axes) => mean(x, axes),
  max: (x) => largest(x),
  sum: (x, axes) => sum(x, axes),
};

/** The same of those time steps that `present`, [batch, time], is 1 for. */
const MASKED: Readonly<Record<GlobalPooling, (x: Tensor, present: Tensor2D) => Tensor>> = {
  avg: (x, present) => div(sumOfPresent(x, present), maximum(sum(present, 1, true), 1)),
  max: (x, present) => {
    const absent = mul(sub(1, steps(present)), LOWEST);
    return mul(largest(sub(x, absent)), max(present, 1, true));
  },
  sum: sumOfPresent,
};

/** What is taken from a time step that is to be the largest of none: finite, for 0 times infinity is no number. */
const LOWEST = 3e38;

function sumOfPresent(x: Tensor, present: Tensor2D): Tensor {
  return sum(mul(x, steps(present)), 1);
}

function steps(present: Tensor2D): Tensor {
  return reshape(present, [...present.shape, 1]);
}

/** In one window over all positions, whose gradient goes to one of them. */
function largest(x: Tensor): Tensor {
  const [batch = 0, ...rest] = x.shape;
  const channels = rest.at(-1) as number;
  const positions = rest.slice(0, -1).reduce((size, length) => size * length, 1);
  const y = maxPool(reshape(x, [batch, positions, 1, channels]), { size: [positions, 1] });
  return reshape(y, [batch, channels]);
}

function checkPooling(calledAs: string, pooling: unknown): void {
  const known = typeof pooling === 'string' && Object.hasOwn(POOLINGS, pooling);
  if (known || typeof pooling === 'function') return;
  throw new OptionError({
    where: `${calledAs}(pooling)`,
    expected: "'avg', 'max', 'sum', or a function of a tensor and axes",
    received: shown(pooling),
  });
}

function checkMask(calledAs: string, pooling: unknown, maskValue: unknown): void {
  checkNumber(`${calledAs} maskValue`, maskValue);
  if (typeof pooling !== 'function') return;
  throw new OptionError({
    where: `${calledAs} maskValue`,
    expected: "'avg', 'max' or 'sum' to go with it",
    received: 'a function, which is not told what is padding',
    remedy: 'Leave the mask to the function, in a layer of your own: layer({ kind, outputShape, forward }).',
  });
}

function checkSequence(inputShape: Shape, name: string): void {
  if (inputShape.length === 2) return;
  throw new ShapeError({
    where: `layer ${name}, maskValue`,
    expected: 'sequences, [?, time, features]',
    received: formatBatchShape(inputShape),
    remedy: 'Leave maskValue out: only time steps can be padding.',
  });
}
