import type { backend_util } from '@tensorflow/tfjs-core';
import type { Window } from '../../generated/launch.js';

/** The window of a convolution or a pooling, as kernels take it; with the channels of one of so many groups. */
export function windowOf(info: backend_util.Conv2DInfo, groups = 1): Window {
  return {
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels / groups,
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

/** The window under which dy's pixels reach a pixel of the image. */
export function turnedRound(info: backend_util.Conv2DInfo, groups = 1): Window {
  return {
    ...windowOf(info),
    height: info.outHeight,
    width: info.outWidth,
    channels: info.outChannels / groups,
    outHeight: info.inHeight,
    outWidth: info.inWidth,
    strideHeight: 1,
    strideWidth: 1,
    padTop: info.effectiveFilterHeight - 1 - info.padInfo.top,
    padLeft: info.effectiveFilterWidth - 1 - info.padInfo.left,
  };
}
