import { type backend_util, util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import type { Window } from '../../generated/launch.js';
import { fusedActivation } from '../matmul/activation.js';
import { convolutionInfo } from './info.js';
import {
  type Convolution,
  launchConvolution,
  launchFilterGradient,
  planFilterGradient,
  reserveConvolution,
  reserveFilterGradient,
} from './launch.js';
import { windowOf } from './window.js';
import { launchWinogradGradient, reserveWinogradGradient, winogradFits } from './winograd.js';

/** The gradient of the image: dy, spread out by the strides, convolved with the filter turned round. */
export const conv2dImageGradient: EngineKernel = {
  name: 'Conv2DBackpropInput',
  run({ inputs, attrs, engine }) {
    const dy = inputs['dy']!;
    const filter = inputs['filter']!;
    if (dy.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
    const info = convolutionInfo(attrs['inputShape'] as number[], filter.shape, attrs);
    if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const convolution: Convolution = {
      batch: info.batchSize,
      window: turnedRound(info),
      outputs: info.inChannels,
      upsampling: [info.strideHeight, info.strideWidth],
      flipped: true,
      activation: fusedActivation['linear']!,
      alpha: 0,
    };
    const rows = reserveConvolution(engine, convolution);
    const addresses = { x: engine.pointer(dy), filter: engine.pointer(filter), bias: 0 };
    const dx = engine.output(info.inShape);
    launchConvolution(engine, convolution, rows, { ...addresses, y: engine.pointer(dx) });
    return dx;
  },
};

/** The window under which dy's pixels reach a pixel of the image. */
function turnedRound(info: backend_util.Conv2DInfo): Window {
  return {
    ...windowOf(info),
    height: info.outHeight,
    width: info.outWidth,
    channels: info.outChannels,
    outHeight: info.inHeight,
    outWidth: info.inWidth,
    strideHeight: 1,
    strideWidth: 1,
    padTop: info.effectiveFilterHeight - 1 - info.padInfo.top,
    padLeft: info.effectiveFilterWidth - 1 - info.padInfo.left,
  };
}

export const conv2dFilterGradient: EngineKernel = {
  name: 'Conv2DBackpropFilter',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const dy = inputs['dy']!;
    if (x.dtype !== 'float32' || dy.dtype !== 'float32') return undefined;
    const filterShape = attrs['filterShape'] as number[];
    const info = convolutionInfo(x.shape, filterShape, attrs);
    if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
    const gradient = { batch: info.batchSize, window: windowOf(info), outputs: info.outChannels };
    const transforms = winogradFits(gradient.window, gradient.outputs);
    const plan = planFilterGradient(gradient);
    if (transforms) reserveWinogradGradient(engine, gradient);
    else reserveFilterGradient(engine, gradient, plan);
    const from = { x: engine.pointer(x), dy: engine.pointer(dy) };
    const output = engine.output(filterShape);
    const addresses = { ...from, gradient: engine.pointer(output) };
    if (transforms) launchWinogradGradient(engine, gradient, addresses);
    else launchFilterGradient(engine, gradient, plan, addresses);
    return output;
  },
};
