import {
  type AdaptivePoolAttrs,
  type KernelOf,
  NeutypeAdaptiveAvgPool,
  NeutypeAdaptiveAvgPoolGrad,
  NeutypeAdaptiveMaxPool,
  NeutypeAdaptiveMaxPoolGrad,
} from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel, StandardKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import { channelShares, itemsOfPool, launchMaxPoolGrad, NANOSECONDS_PER_READ } from './pool.js';

type AdaptiveKernel = StandardKernel<Record<'x', TensorInfo>, AdaptivePoolAttrs>;

export const adaptiveAvgPool: EngineKernel<AdaptiveKernel> = adaptiveKernel(
  NeutypeAdaptiveAvgPool.kernel,
  launch.avgPool,
);
export const adaptiveMaxPool: EngineKernel<AdaptiveKernel> = adaptiveKernel(
  NeutypeAdaptiveMaxPool.kernel,
  launch.maxPool,
);

function adaptiveKernel(name: string, pooling: typeof launch.maxPool): EngineKernel<AdaptiveKernel> {
  return {
    name,
    run({ inputs: { x }, attrs: { outHeight, outWidth }, engine }) {
      if (!areFloat32(x)) return undefined;
      const [batch, , , channels] = x.shape as Image;
      const y = engine.output([batch, outHeight, outWidth, channels]);
      if (util.sizeFromShape(x.shape) === 0) return y;
      const window = adaptiveWindow(x.shape, y.shape);
      const given = { x: engine.pointer(x), y: engine.pointer(y), batch };
      const nanoseconds = readsOf(x);
      pooling(engine, window, given).run(itemsOfPool(batch * outHeight, nanoseconds), nanoseconds);
      return y;
    },
  };
}

export const adaptiveAvgPoolGrad: EngineKernel<KernelOf<typeof NeutypeAdaptiveAvgPoolGrad>> = {
  name: NeutypeAdaptiveAvgPoolGrad.kernel,
  run({ inputs: { dy }, attrs: { height, width }, engine }) {
    if (!areFloat32(dy)) return undefined;
    const [batch, , , channels] = dy.shape as Image;
    const dx = engine.output([batch, height, width, channels]);
    if (util.sizeFromShape(dx.shape) === 0) return dx;
    const shares = channelShares(batch, channels);
    const window = adaptiveWindow(dx.shape, dy.shape);
    const given = { dy: engine.pointer(dy), dx: engine.pointer(dx), channelShares: shares };
    launch.avgPoolGrad(engine, window, given).run(batch * shares, readsOf(dx));
    return dx;
  },
};

export const adaptiveMaxPoolGrad: EngineKernel<KernelOf<typeof NeutypeAdaptiveMaxPoolGrad>> = {
  name: NeutypeAdaptiveMaxPoolGrad.kernel,
  run({ inputs: { dy, x }, engine }) {
    if (!areFloat32(dy, x)) return undefined;
    const [batch, , , channels] = x.shape as Image;
    const dx = engine.output(x.shape);
    if (util.sizeFromShape(x.shape) === 0) return dx;
    const shares = channelShares(batch, channels);
    const given = {
      dy: engine.pointer(dy),
      x: engine.pointer(x),
      dx: engine.pointer(dx),
      channelShares: shares,
      disjoint: false,
      covering: false,
    };
    launchMaxPoolGrad(engine, adaptiveWindow(x.shape, dy.shape), given, batch * shares, 2 * readsOf(x));
    return dx;
  },
};

type Image = [batch: number, height: number, width: number, channels: number];

/** Windows without a stride share the image out among them (assembly/window). */
function adaptiveWindow(image: readonly number[], pooled: readonly number[]): launch.Window {
  const [, height, width, channels] = image as Image;
  const [, outHeight, outWidth] = pooled as Image;
  return {
    height,
    width,
    channels,
    outHeight,
    outWidth,
    windowHeight: Math.ceil(height / outHeight) + 1,
    windowWidth: Math.ceil(width / outWidth) + 1,
    strideHeight: 0,
    strideWidth: 0,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 0,
    padLeft: 0,
  };
}

/** Windows overlap by a pixel in each direction at the most: about as much as twice the image. */
function readsOf(image: TensorInfo): number {
  return 2 * util.sizeFromShape(image.shape) * NANOSECONDS_PER_READ;
}
