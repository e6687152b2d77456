import type { backend_util } from '@tensorflow/tfjs-core';
import type { CommandWriter } from '../../engine/command.js';

/** A window sliding over an image, in the order in which `assembly/window/window.ts` reads it. */
export interface Window {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

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

export function writeWindow(command: CommandWriter, window: Window): CommandWriter {
  return command
    .int(window.height)
    .int(window.width)
    .int(window.channels)
    .int(window.outHeight)
    .int(window.outWidth)
    .int(window.windowHeight)
    .int(window.windowWidth)
    .int(window.strideHeight)
    .int(window.strideWidth)
    .int(window.dilationHeight)
    .int(window.dilationWidth)
    .int(window.padTop)
    .int(window.padLeft);
}
