import {
  type KernelOf,
  NeutypeDepthwiseConv2d,
  NeutypeDepthwiseConv2dFilterGrad,
  NeutypeDepthwiseConv2dInputGrad,
} from '@neutype/core';
import { type backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import { mostChunks, sumOfChunks } from './chunks.js';
import { convolutionInfo } from './info.js';
import { turnedRound, windowOf } from './window.js';

const NANOSECONDS_PER_MULTIPLY_ADD = 0.06;
const NANOSECONDS_PER_ITEM = 20_000;
/** Filters that are summed apart, each of lines enough to be worth one. */
const MOST_CHUNKS = 32;
const LEAST_LINES = 4;

function sizesOf({ batchSize, inChannels, outChannels }: backend_util.Conv2DInfo): launch.DepthwiseSizes {
  return { batch: batchSize, multiplier: outChannels / inChannels };
}

function nanosecondsOf(info: backend_util.Conv2DInfo): number {
  const taps = info.filterHeight * info.filterWidth;
  return util.sizeFromShape(info.outShape) * taps * NANOSECONDS_PER_MULTIPLY_ADD;
}

/** Into how many items to share work on so many lines of pixels. */
function itemsOf(lines: number, nanoseconds: number): number {
  return Math.min(lines, Math.ceil(nanoseconds / NANOSECONDS_PER_ITEM));
}

export const depthwiseConv2d: EngineKernel = {
  name: 'DepthwiseConv2dNative',
  run: ({ inputs, attrs, engine }) => convolve(engine, inputs['x']!, inputs['filter']!, attrs),
};

export const neutypeDepthwiseConv2d: EngineKernel<KernelOf<typeof NeutypeDepthwiseConv2d>> = {
  name: NeutypeDepthwiseConv2d.kernel,
  run: ({ inputs, attrs, engine }) => convolve(engine, inputs.x, inputs.filter, attrs),
};

function convolve(
  engine: CpuEngine,
  x: TensorInfo,
  filter: TensorInfo,
  attrs: object,
): TensorInfo | undefined {
  if (!areFloat32(x, filter)) return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attrs, true);
  if (info === undefined) return undefined;
  const from = engine.pointer(x);
  const weights = engine.pointer(filter);
  const y = engine.output(info.outShape);
  const to = engine.pointer(y);
  const nanoseconds = nanosecondsOf(info);
  launch
    .depthwise(engine, windowOf(info), sizesOf(info), { x: from, filter: weights, y: to, flipped: false })
    .run(itemsOf(info.batchSize * info.outHeight, nanoseconds), nanoseconds);
  return y;
}

export const depthwiseImageGradient: EngineKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run: ({ inputs, attrs, engine }) =>
    imageGradient(engine, inputs['dy']!, inputs['filter']!, attrs['inputShape'] as number[], attrs),
};

export const neutypeDepthwiseImageGradient: EngineKernel<KernelOf<typeof NeutypeDepthwiseConv2dInputGrad>> = {
  name: NeutypeDepthwiseConv2dInputGrad.kernel,
  run: ({ inputs, attrs, engine }) =>
    imageGradient(engine, inputs.dy, inputs.filter, attrs.inputShape, attrs),
};

function imageGradient(
  engine: CpuEngine,
  dy: TensorInfo,
  filter: TensorInfo,
  inputShape: number[],
  attrs: object,
): TensorInfo | undefined {
  if (!areFloat32(dy, filter)) return undefined;
  const info = convolutionInfo(inputShape, filter.shape, attrs, true);
  if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
  const from = engine.pointer(dy);
  const weights = engine.pointer(filter);
  const dx = engine.output(info.inShape);
  const to = engine.pointer(dx);
  const nanoseconds = nanosecondsOf(info);
  const items = itemsOf(info.batchSize * info.inHeight, nanoseconds);
  const sizes = sizesOf(info);
  if (sizes.multiplier === 1 && info.strideHeight === 1 && info.strideWidth === 1) {
    launch
      .depthwise(engine, turnedRound(info), sizes, { x: from, filter: weights, y: to, flipped: true })
      .run(items, nanoseconds);
  } else {
    launch
      .depthwiseImageGradient(engine, windowOf(info), sizes, { dy: from, filter: weights, dx: to })
      .run(items, nanoseconds);
  }
  return dx;
}

export const depthwiseFilterGradient: EngineKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run: ({ inputs, attrs, engine }) =>
    filterGradient(engine, inputs['x']!, inputs['dy']!, attrs['filterShape'] as number[], attrs),
};

export const neutypeDepthwiseFilterGradient: EngineKernel<KernelOf<typeof NeutypeDepthwiseConv2dFilterGrad>> =
  {
    name: NeutypeDepthwiseConv2dFilterGrad.kernel,
    run: ({ inputs, attrs, engine }) => filterGradient(engine, inputs.x, inputs.dy, attrs.filterShape, attrs),
  };

function filterGradient(
  engine: CpuEngine,
  x: TensorInfo,
  dy: TensorInfo,
  filterShape: number[],
  attrs: object,
): TensorInfo | undefined {
  if (!areFloat32(x, dy)) return undefined;
  const info = convolutionInfo(x.shape, filterShape, attrs, true);
  if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
  const from = engine.pointer(x);
  const gradient = engine.pointer(dy);
  const output = engine.output(filterShape);
  const filterSize = util.sizeFromShape(filterShape);
  const chunks = Math.max(
    1,
    Math.min(
      MOST_CHUNKS,
      Math.floor((info.batchSize * info.outHeight) / LEAST_LINES),
      mostChunks(filterSize),
    ),
  );
  sumOfChunks(engine, chunks, filterSize, engine.pointer(output), (partials) => {
    launch
      .depthwiseFilterGradient(engine, windowOf(info), sizesOf(info), { x: from, dy: gradient, partials })
      .run(chunks, nanosecondsOf(info));
  });
  return output;
}
