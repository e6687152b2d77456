import { OptionError, ShapeError } from '@neutype/core';
import { sizeOf } from '@neutype/ndarray';
import { reshape, type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import { formatBatchShape, type Shape, shownShape } from '../shape.js';

/** Axes that means are taken over, the batch being axis 0, as rows of a matrix whose columns are normalized. */
export class BatchNormAxes {
  readonly #axes: readonly number[];

  /** @throws OptionError for what are no axes, or not the batch's among them */
  constructor(axes: readonly number[]) {
    checkAxes(axes);
    this.#axes = axes.toSorted((a, b) => a - b);
  }

  /** Of what has statistics and parameters of its own: the axes that are not averaged over. */
  parameterShape(inputShape: Shape): Shape {
    return this.#kept(inputShape.length + 1).map((axis) => inputShape[axis - 1] as number);
  }

  /** How many values of a sample go into each mean. */
  valuesPerSample(inputShape: Shape): number {
    return sizeOf(this.#axes.slice(1).map((axis) => inputShape[axis - 1] as number));
  }

  /** Refuses an input that does not have these axes and another one. */
  check(inputShape: Shape, name: string): void {
    const rank = inputShape.length + 1;
    const most = this.#axes.at(-1) as number;
    if (most < rank && this.#axes.length < rank) return;
    throw new ShapeError({
      where: `layer ${name}, axes`,
      expected: most < rank ? 'an axis that is not averaged over' : `an input with an axis ${most}`,
      received: `${formatBatchShape(inputShape)}, whose axes are 0 to ${rank - 1}`,
    });
  }

  /** What `normalize` makes of `x`, which it sees as a matrix with a column for each value of a parameter. */
  apply(x: Tensor, normalize: (matrix: Tensor) => Tensor): Tensor {
    const order = [...this.#axes, ...this.#kept(x.rank)];
    const undo = order.map((_, axis) => order.indexOf(axis));
    return tidy(() => {
      const moved = transpose(x, order);
      const rows = reshape(moved, [-1, sizeOf(moved.shape.slice(this.#axes.length))]);
      return transpose(reshape(normalize(rows), moved.shape), undo);
    });
  }

  #kept(rank: number): number[] {
    return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !this.#axes.includes(axis));
  }
}

function checkAxes(axes: unknown): void {
  const valid =
    Array.isArray(axes) &&
    axes.includes(0) &&
    new Set(axes).size === axes.length &&
    axes.every((axis) => Number.isInteger(axis) && axis >= 0);
  if (valid) return;
  throw new OptionError({
    where: 'batchNorm axes',
    expected: 'different axes to average over, the batch, 0, among them',
    received: shownShape(axes),
    remedy:
      'Write [0, 1, 2] for images to have statistics for each channel, [0] to have them for each value.',
  });
}
