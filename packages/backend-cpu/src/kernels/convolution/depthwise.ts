import { type backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { convolutionInfo } from './info.js';
import { windowOf } from './window.js';

const NANOSECONDS_PER_MULTIPLY_ADD = 0.3;
const NANOSECONDS_PER_ITEM = 20_000;

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

function floats(...tensors: TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}

export const depthwiseConv2d: EngineKernel = {
  name: 'DepthwiseConv2dNative',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const filter = inputs['filter']!;
    const info = floats(x, filter) ? convolutionInfo(x.shape, filter.shape, attrs, true) : undefined;
    if (info === undefined) return undefined;
    const from = engine.pointer(x);
    const weights = engine.pointer(filter);
    const y = engine.output(info.outShape);
    const to = engine.pointer(y);
    const nanoseconds = nanosecondsOf(info);
    launch
      .depthwise(engine, windowOf(info), sizesOf(info), { x: from, filter: weights, y: to })
      .run(itemsOf(info.batchSize * info.outHeight, nanoseconds), nanoseconds);
    return y;
  },
};

export const depthwiseImageGradient: EngineKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run({ inputs, attrs, engine }) {
    const dy = inputs['dy']!;
    const filter = inputs['filter']!;
    const info = floats(dy, filter)
      ? convolutionInfo(attrs['inputShape'] as number[], filter.shape, attrs, true)
      : undefined;
    if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const from = engine.pointer(dy);
    const weights = engine.pointer(filter);
    const dx = engine.output(info.inShape);
    const to = engine.pointer(dx);
    const nanoseconds = nanosecondsOf(info);
    launch
      .depthwiseImageGradient(engine, windowOf(info), sizesOf(info), { dy: from, filter: weights, dx: to })
      .run(itemsOf(info.batchSize * info.inHeight, nanoseconds), nanoseconds);
    return dx;
  },
};

export const depthwiseFilterGradient: EngineKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const dy = inputs['dy']!;
    const filterShape = attrs['filterShape'] as number[];
    const info = floats(x, dy) ? convolutionInfo(x.shape, filterShape, attrs, true) : undefined;
    if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const from = engine.pointer(x);
    const gradient = engine.pointer(dy);
    const output = engine.output(filterShape);
    const items = info.filterHeight * info.filterWidth * Math.ceil(info.outChannels / 4);
    const to = engine.pointer(output);
    launch
      .depthwiseFilterGradient(engine, windowOf(info), sizesOf(info), { x: from, dy: gradient, gradient: to })
      .run(items, nanosecondsOf(info));
    return output;
  },
};
