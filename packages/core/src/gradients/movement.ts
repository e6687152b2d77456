import {
  batchToSpaceND,
  cast,
  concat,
  pad,
  reshape,
  reverse,
  slice,
  spaceToBatchND,
  stack,
  sum,
  type Tensor,
  transpose,
  unstack,
  util,
} from '@tensorflow/tfjs-core';
import { fromGradient, fromInput, type GradientFamily } from './gradient.js';
import { unbroadcast } from './unbroadcast.js';

type Paddings = [number, number][];

/** Kernels that reshape, reorder, repeat or join elements. */
export const movementGradients: GradientFamily = {
  Identity: fromGradient((dy) => dy.clone()),
  Cast: fromGradient((dy) => cast(dy, 'float32')),
  Reshape: fromInput((dy, x) => reshape(dy, x.shape)),
  ExpandDims: {
    inputsToSave: ['input'],
    gradFunc: (dy, [input]) => ({ input: () => reshape(dy as Tensor, input!.shape) }),
  },
  Transpose: fromGradient<{ perm: number[] }>((dy, { perm }) =>
    transpose(
      dy,
      perm.map((_, axis) => perm.indexOf(axis)),
    ),
  ),
  Reverse: fromGradient<{ dims: number | number[] }>((dy, { dims }) =>
    reverse(dy, util.parseAxisParam(dims, dy.shape)),
  ),
  BroadcastTo: fromInput((dy, x) => unbroadcast(dy.clone(), x.shape)),
  Tile: fromInput<{ reps: number[] }>((dy, x, { reps }) => {
    const interleaved = x.shape.flatMap((length, axis) => [reps[axis]!, length]);
    const repeats = x.shape.map((_, axis) => 2 * axis);
    return sum(reshape(dy, interleaved), repeats);
  }),
  PadV2: fromInput<{ paddings: Paddings }>((dy, x, { paddings }) =>
    slice(
      dy,
      paddings.map(([before]) => before),
      x.shape,
    ),
  ),
  Slice: fromInput<{ begin: number | number[] }>((dy, x, { begin }) => {
    const starts = x.shape.map((_, axis) => (typeof begin === 'number' ? [begin][axis] : begin[axis]) ?? 0);
    return pad(
      dy,
      starts.map((start, axis) => [start, x.shape[axis]! - start - dy.shape[axis]!]),
    );
  }),
  Concat: {
    saveAllInputs: true,
    gradFunc: (dy, inputs, attrs) => {
      const axis = util.parseAxisParam((attrs as { axis?: number }).axis ?? 0, inputs[0]!.shape)[0]!;
      let end = 0;
      const parts = inputs.map(({ shape }) => {
        const start = end;
        end += shape[axis]!;
        return () =>
          slice(
            dy as Tensor,
            shape.map((_, index) => (index === axis ? start : 0)),
            shape,
          );
      });
      return Object.fromEntries(parts.entries());
    },
  },
  Pack: {
    saveAllInputs: true,
    gradFunc: (dy, inputs, attrs) => {
      const parts = unstack(dy as Tensor, (attrs as { axis: number }).axis);
      return Object.fromEntries(inputs.map((_, index) => [index, () => parts[index]!]));
    },
  },
  Unpack: {
    gradFunc: (dy, _, attrs) => ({ value: () => stack(listOf(dy), (attrs as { axis: number }).axis) }),
  },
  SplitV: {
    gradFunc: (dy, _, attrs) => ({ x: () => concat(listOf(dy), (attrs as { axis: number }).axis) }),
  },
  SpaceToBatchND: fromGradient<{ blockShape: number[]; paddings: number[][] }>(
    (dy, { blockShape, paddings }) => batchToSpaceND(dy, blockShape, paddings),
  ),
  BatchToSpaceND: fromGradient<{ blockShape: number[]; crops: number[][] }>((dy, { blockShape, crops }) =>
    spaceToBatchND(dy, blockShape, crops),
  ),
};

function listOf(dy: Tensor | Tensor[]): Tensor[] {
  return Array.isArray(dy) ? dy : [dy];
}
