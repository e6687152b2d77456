import type { backend_util } from '@tensorflow/tfjs-core';
import type { Window } from '../../generated/launch.js';

/** The window of a convolution or a pooling, as kernels take it. */
export function windowOf(info: backend_util.Conv2DInfo): Window {
  return {
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    windowHeight: info.filterHeight,
    windowWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}
