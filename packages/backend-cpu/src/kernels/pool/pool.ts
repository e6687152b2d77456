import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type LoggedCommand, unlaunched } from '../../engine/command.js';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { windowOf } from '../convolution/window.js';
import { largestPlaces } from './plain.js';

export const NANOSECONDS_PER_READ = 0.4;
const NANOSECONDS_PER_ITEM = 20_000;
/** With fewer images than this, channels are shared out as well. */
const IMAGES_ENOUGH = 16;
const LEAST_CHANNELS_PER_SHARE = 16;

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Undefined where there is nothing to do. */
function poolInfo(shape: number[], attrs: object): backend_util.Conv2DInfo | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as PoolAttrs;
  const image = shape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(image, filterSize, strides, 1, pad, dimRoundingMode);
  return util.sizeFromShape(info.outShape) * util.sizeFromShape(shape) === 0 ? undefined : info;
}

function readsOf(info: backend_util.Conv2DInfo): number {
  return util.sizeFromShape(info.outShape) * info.filterHeight * info.filterWidth * NANOSECONDS_PER_READ;
}

function poolKernel(name: string, pooling: typeof launch.maxPool): EngineKernel {
  return {
    name,
    run({ inputs, attrs, engine }) {
      const x = inputs['x']!;
      const info = x.dtype === 'float32' ? poolInfo(x.shape, attrs) : undefined;
      if (info === undefined) return undefined;
      if (isIdentity(info)) return engine.alias(x, x.shape);
      const from = engine.pointer(x);
      const y = engine.output(info.outShape);
      const to = engine.pointer(y);
      const nanoseconds = readsOf(info);
      const lines = info.batchSize * info.outHeight;
      pooling(engine, windowOf(info), { x: from, y: to, batch: info.batchSize }).run(
        itemsOfPool(lines, nanoseconds),
        nanoseconds,
      );
      return y;
    },
  };
}

/** Into how many items `lines` of the output are shared. */
export function itemsOfPool(lines: number, nanoseconds: number): number {
  return Math.min(lines, Math.ceil(nanoseconds / NANOSECONDS_PER_ITEM));
}

/** As tfjs has it: also where windows of one pixel reach into padding. */
function isIdentity({ filterHeight, filterWidth, inShape, outShape }: backend_util.Conv2DInfo): boolean {
  return filterHeight === 1 && filterWidth === 1 && util.arraysEqual(inShape, outShape);
}

export const maxPool: EngineKernel = {
  ...poolKernel('MaxPool', launch.maxPool),
  runPlainly({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const info = x.dtype === 'float32' ? poolInfo(x.shape, attrs) : undefined;
    if (info === undefined) return undefined;
    const image = valuesOf(engine, x);
    const largest = Float32Array.from(largestPlaces(info, image), (place) => image[place] ?? -Infinity);
    return engine.makeTensorInfo(info.outShape, 'float32', largest);
  },
};
export const avgPool: EngineKernel = poolKernel('AvgPool', launch.avgPool);

function valuesOf(engine: CpuEngine, tensor: TensorInfo): Float32Array {
  return engine.data.get(tensor.dataId).values as Float32Array;
}

/** Into how many shares the channels of each image go, to have work for all threads. */
export function channelShares(images: number, channels: number): number {
  return images >= IMAGES_ENOUGH ? 1 : Math.ceil(channels / LEAST_CHANNELS_PER_SHARE);
}

export const maxPoolGrad: EngineKernel = {
  name: 'MaxPoolGrad',
  runPlainly({ inputs, attrs, engine }) {
    const dy = inputs['dy']!;
    const x = inputs['input']!;
    const info = x.dtype === 'float32' ? poolInfo(x.shape, attrs) : undefined;
    if (info === undefined) return undefined;
    const gradient = valuesOf(engine, dy);
    const dx = new Float32Array(util.sizeFromShape(x.shape));
    for (const [at, place] of largestPlaces(info, valuesOf(engine, x)).entries()) {
      if (place >= 0) dx[place]! += gradient[at]!;
    }
    return engine.makeTensorInfo(x.shape, 'float32', dx);
  },
  run({ inputs, attrs, engine }) {
    const dy = inputs['dy']!;
    const x = inputs['input']!;
    const info = dy.dtype === 'float32' && x.dtype === 'float32' ? poolInfo(x.shape, attrs) : undefined;
    if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const gradient = engine.pointer(dy);
    const image = engine.pointer(x);
    const dx = engine.output(x.shape);
    const to = engine.pointer(dx);
    const shares = channelShares(info.batchSize, info.inChannels);
    const disjoint = info.strideHeight >= info.filterHeight && info.strideWidth >= info.filterWidth;
    const given = {
      dy: gradient,
      x: image,
      dx: to,
      channelShares: shares,
      disjoint,
      covering: disjoint && isCovering(info),
    };
    launchMaxPoolGrad(engine, windowOf(info), given, info.batchSize * shares, 2 * readsOf(info));
    return dx;
  },
};

/** Where x comes from a relu, a recorded step makes the relu's gradient in the same pass. */
export function launchMaxPoolGrad(
  engine: CpuEngine,
  window: launch.Window,
  given: Omit<launch.MaxPoolGrad, 'ofRelu'>,
  items: number,
  nanoseconds: number,
): void {
  function rectified(y: number, dx: number): LoggedCommand | undefined {
    if (y !== given.x) return undefined;
    return unlaunched((to) =>
      launch.maxPoolGrad(to, window, { ...given, dx, ofRelu: true }).run(items, nanoseconds),
    );
  }
  launch
    .maxPoolGrad(engine, window, { ...given, ofRelu: false })
    .rectifies({ to: given.dx, rectified })
    .run(items, nanoseconds);
}

function isCovering(info: backend_util.Conv2DInfo): boolean {
  const whole =
    info.outHeight * info.filterHeight === info.inHeight && info.outWidth * info.filterWidth === info.inWidth;
  return whole && info.strideHeight === info.filterHeight && info.strideWidth === info.filterWidth;
}

/** Unlike tfjs's own, it divides by what the mean was taken of: where padding is under the window, by less. */
export const avgPoolGrad: EngineKernel = {
  name: 'AvgPoolGrad',
  run({ inputs, attrs, engine }) {
    const dy = inputs['dy']!;
    const x = inputs['input']!;
    const info = dy.dtype === 'float32' ? poolInfo(x.shape, attrs) : undefined;
    if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const gradient = engine.pointer(dy);
    const dx = engine.output(x.shape);
    const to = engine.pointer(dx);
    const shares = channelShares(info.batchSize, info.inChannels);
    launch
      .avgPoolGrad(engine, windowOf(info), { dy: gradient, dx: to, channelShares: shares })
      .run(info.batchSize * shares, readsOf(info));
    return dx;
  },
};
