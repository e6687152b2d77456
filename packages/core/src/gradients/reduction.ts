import {
  cast,
  cumprod,
  cumsum,
  div,
  equal,
  fill,
  mul,
  reshape,
  sum,
  type Tensor,
  transpose,
  util,
} from '@tensorflow/tfjs-core';
import { fromGradient, fromInput, type Gradient, type GradientFamily } from './gradient.js';

type Axes = number | number[] | undefined;

export const reductionGradients: GradientFamily = {
  Sum: fromInput<{ axis: Axes }>((dy, x, { axis }) => mul(keepAxes(dy, x, axis), fill(x.shape, 1))),
  Mean: fromInput<{ axis: Axes }>((dy, x, { axis }) => {
    const count = x.size / Math.max(dy.size, 1);
    return mul(keepAxes(dy, x, axis), fill(x.shape, 1 / count));
  }),
  Max: extremum<{ reductionIndices: Axes }>(({ reductionIndices }) => reductionIndices),
  Min: extremum<{ axis: Axes }>(({ axis }) => axis),
  Prod: fromInput<{ axis: Axes }>((dy, x, { axis }) => mul(keepAxes(dy, x, axis), productOfOthers(x, axis))),
  Cumsum: fromGradient<{ axis: number; exclusive: boolean; reverse: boolean }>(
    (dy, { axis, exclusive, reverse }) => cumsum(dy, axis, exclusive, !reverse),
  ),
};

/** `dy` with the reduced axes back, of length one. */
function keepAxes(dy: Tensor, x: Tensor, axis: Axes): Tensor {
  const axes = util.parseAxisParam(axis ?? x.shape.map((_, index) => index), x.shape);
  return reshape(
    dy,
    x.shape.map((length, index) => (axes.includes(index) ? 1 : length)),
  );
}

/** All elements that attain the extremum share its gradient evenly, as with PyTorch's `amax`. */
function extremum<A>(axesOf: (attrs: A) => Axes): Gradient {
  return {
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [x, y], attrs) => ({
      x: () => {
        const axis = axesOf(attrs as A);
        const attained = cast(equal(x!, keepAxes(y!, x!, axis)), 'float32');
        const count = reshape(sum(attained, axis), y!.shape);
        return mul(keepAxes(div(dy as Tensor, count), x!, axis), attained);
      },
    }),
  };
}

/** For each element the product of the others along the reduced axes, right also where some are zero. */
function productOfOthers(x: Tensor, axis: Axes): Tensor {
  const axes = util.parseAxisParam(axis ?? x.shape.map((_, index) => index), x.shape);
  const kept = x.shape.map((_, index) => index).filter((index) => !axes.includes(index));
  const order = [...kept, ...axes];
  const moved = transpose(x, order);
  const rows = reshape(moved, [...kept.map((index) => x.shape[index]!), -1]);
  const last = rows.rank - 1;
  const others = mul(cumprod(rows, last, true, false), cumprod(rows, last, true, true));
  const undo = order.map((_, index) => order.indexOf(index));
  return transpose(reshape(others, moved.shape), undo);
}
