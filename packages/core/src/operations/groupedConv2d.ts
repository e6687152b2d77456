import { concat, split, type Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../runKernel.js';
import { computeOperation } from './computeOperation.js';
import {
  type ConvolutionAttrs,
  convolutionAttrs,
  gathered,
  type Shape4D,
  spread,
  spreadShape,
} from './convolutionGeometry.js';
import type { Operation } from './operation.js';

/** Channels and filters are divided into so many groups, one behind the other; each group sees its own channels alone. */
export interface GroupedAttrs extends ConvolutionAttrs {
  readonly groups: number;
}

const LENGTHS = {
  N: 2,
  height: 5,
  width: 4,
  channels: 4,
  channelsOfGroup: 2,
  filterHeight: 2,
  filterWidth: 3,
  filters: 6,
  outputHeight: 3,
  outputWidth: 2,
};

/** Stride and dilation at once, and padding that differs from side to side. */
const EXAMPLE: GroupedAttrs = {
  ...convolutionAttrs({
    strides: [2, 1],
    dilations: [1, 2],
    padding: [
      [0, 1],
      [2, 0],
    ],
  }),
  groups: 2,
};

/** Convolution in groups, with any stride, dilation and padding. */
export const NeutypeGroupedConv2d: Operation<{ filter: Tensor; x: Tensor }, 'y', GroupedAttrs> = {
  name: 'groupedConv2d',
  kernel: 'NeutypeGroupedConv2d',
  inputs: {
    filter: { shape: ['filterHeight', 'filterWidth', 'channelsOfGroup', 'filters'] },
    x: { shape: ['N', 'height', 'width', 'channels'], converts: true },
  },
  outputs: { y: ['N', 'outputHeight', 'outputWidth', 'filters'] },
  examples: [EXAMPLE],
  lengths: LENGTHS,
  compose: ({ filter, x }, { groups, ...sliding }) => ({
    y: eachGroup(groups, [x, filter], ([x, filter]) =>
      runKernel('Conv2D', { x, filter }, { ...sliding, dataFormat: 'NHWC' }),
    ),
  }),
  gradient: {
    saves: ['filter', 'x'],
    take: (dy, { filter, x }, attrs) => ({
      x: () => imageGradient(dy, filter, attrs, x.shape),
      filter: () => filterGradient(x, dy, attrs, filter.shape),
    }),
  },
};

/** The gradient of the image, which is the transposed convolution. */
export const NeutypeGroupedConv2dInputGrad: Operation<
  { filter: Tensor; dy: Tensor },
  'dx',
  GroupedAttrs & { readonly inputShape: Shape4D }
> = {
  name: 'groupedConv2dInputGrad',
  kernel: 'NeutypeGroupedConv2dInputGrad',
  inputs: {
    filter: { shape: ['filterHeight', 'filterWidth', 'channelsOfGroup', 'filters'] },
    dy: { shape: ['N', 'outputHeight', 'outputWidth', 'filters'], converts: true },
  },
  outputs: { dx: ['N', 'height', 'width', 'channels'] },
  examples: [{ ...EXAMPLE, inputShape: [2, 5, 4, 4] }],
  lengths: LENGTHS,
  compose({ filter, dy }, { groups, inputShape, ...attrs }) {
    const { strides, pad } = attrs;
    const [batch, height, width, channels] = inputShape;
    const ofGroup = {
      strides,
      pad,
      dataFormat: 'NHWC',
      inputShape: [batch, height, width, channels / groups],
    };
    const dx = eachGroup(groups, [dy, spread(filter, attrs)], ([dy, filter]) =>
      runKernel('Conv2DBackpropInput', { dy, filter }, ofGroup),
    );
    return { dx };
  },
  gradient: {
    saves: ['filter', 'dy'],
    take: (ddx, { filter, dy }, { inputShape: _, ...attrs }) => ({
      dy: () => computeOperation(NeutypeGroupedConv2d, { filter, x: ddx }, attrs).y,
      filter: () => filterGradient(ddx, dy, attrs, filter.shape),
    }),
  },
};

/** The gradient of the filter. */
export const NeutypeGroupedConv2dFilterGrad: Operation<
  { x: Tensor; dy: Tensor },
  'dfilter',
  GroupedAttrs & { readonly filterShape: Shape4D }
> = {
  name: 'groupedConv2dFilterGrad',
  kernel: 'NeutypeGroupedConv2dFilterGrad',
  inputs: {
    x: { shape: ['N', 'height', 'width', 'channels'] },
    dy: { shape: ['N', 'outputHeight', 'outputWidth', 'filters'] },
  },
  outputs: { dfilter: ['filterHeight', 'filterWidth', 'channelsOfGroup', 'filters'] },
  examples: [{ ...EXAMPLE, filterShape: [2, 3, 2, 6] }],
  lengths: LENGTHS,
  compose({ x, dy }, { groups, filterShape, ...attrs }) {
    const { strides, pad } = attrs;
    const [height, width, channels, filters] = spreadShape(filterShape, attrs.dilations);
    const ofGroup = {
      strides,
      pad,
      dataFormat: 'NHWC',
      filterShape: [height, width, channels, filters / groups],
    };
    const dfilter = eachGroup(groups, [x, dy], ([x, dy]) =>
      runKernel('Conv2DBackpropFilter', { x, dy }, ofGroup),
    );
    return { dfilter: gathered(dfilter, filterShape, attrs) };
  },
};

function imageGradient(dy: Tensor, filter: Tensor, attrs: GroupedAttrs, inputShape: number[]): Tensor {
  const geometry = { ...attrs, inputShape: inputShape as Shape4D };
  return computeOperation(NeutypeGroupedConv2dInputGrad, { filter, dy }, geometry).dx;
}

function filterGradient(x: Tensor, dy: Tensor, attrs: GroupedAttrs, filterShape: number[]): Tensor {
  const geometry = { ...attrs, filterShape: filterShape as Shape4D };
  return computeOperation(NeutypeGroupedConv2dFilterGrad, { x, dy }, geometry).dfilter;
}

/** Computes each group by itself: both arrays and the result are divided along the last axis. */
function eachGroup(
  groups: number,
  [a, b]: readonly [Tensor, Tensor],
  compute: (ofGroup: readonly [Tensor, Tensor]) => Tensor,
): Tensor {
  if (groups === 1) return compute([a, b]);
  const [as, bs] = [split(a, groups, -1), split(b, groups, -1)];
  return concat(
    as.map((part, group) => compute([part, bs[group]!])),
    -1,
  );
}
