import { concat, fill, greater, mul, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { GateActivation } from './gates.js';

/** What all recurrences have in common. */
export interface RecurrenceAttrs {
  /** Of the gates, in the order of their weights. */
  readonly activations: readonly GateActivation[];
  /** Whether the last step comes first. The outputs stay where their inputs are. */
  readonly backwards: boolean;
  /** Between minus this and this the gradients of pre-activations are kept; 0 lets them be. */
  readonly clip: number;
}

/** The steps of a sequence, in the order in which a recurrence goes through them. */
export function stepsOf(steps: number, backwards: boolean): number[] {
  const order = Array.from({ length: steps }, (_, index) => index);
  return backwards ? order.reverse() : order;
}

/** One step of all sequences: [N, T, C] to [N, C]. */
export function stepOf(x: Tensor, step: number): Tensor {
  const [rows = 0, , size = 0] = x.shape;
  return reshape(slice(x, [0, step, 0], [rows, 1, size]), [rows, size]);
}

/** The sequences whose step is one, rather than padding: [N, T] to truth values [N, 1]. */
export function presentAt(mask: Tensor, step: number): Tensor {
  return greater(slice(mask, [0, step], [mask.shape[0] as number, 1]), 0);
}

/**
 * The same for each of `size` numbers, [N, size]: `where` would repeat a smaller condition by `Tile`, which a recorded step
 * on the CPU has in JavaScript alone.
 */
export function presentEverywhereAt(mask: Tensor, step: number, size: number): Tensor {
  const rows = mask.shape[0] as number;
  return greater(mul(slice(mask, [0, step], [rows, 1]), fill([rows, size], 1)), 0);
}

/** Sequences from their steps, [N, C] each, in the order of time. */
export function sequenceOf(steps: readonly Tensor[]): Tensor {
  return concat(
    steps.map((step) => reshape(step, [step.shape[0] as number, 1, step.shape[1] as number])),
    1,
  );
}

/** `count` matrices of one size side by side, each by itself. */
export function partsOf(x: Tensor, count: number): Tensor[] {
  const size = (x.shape[1] as number) / count;
  return Array.from({ length: count }, (_, index) => columnsOf(x, index * size, size));
}

/** `size` columns of a matrix. */
export function columnsOf(x: Tensor, from: number, size: number): Tensor {
  return slice(x, [0, from], [x.shape[0] as number, size]);
}

/** All steps of all sequences as rows: [N, T, C] to [N · T, C]. */
export function rowsOf(x: Tensor): Tensor {
  return reshape(x, [-1, x.shape.at(-1) as number]);
}

/** The step that a recurrence begins with. */
export function firstStep({ shape }: Tensor, backwards: boolean): number {
  return backwards ? (shape[1] as number) - 1 : 0;
}
