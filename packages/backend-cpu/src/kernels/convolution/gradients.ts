import { type KernelOf, NeutypeGroupedConv2dFilterGrad, NeutypeGroupedConv2dInputGrad } from '@neutype/core';
import { type backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { areFloat32 } from '../dtypes.js';
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
import { launchParts, reserveParts } from './phases.js';
import { turnedRound, windowOf } from './window.js';
import { launchWinogradGradient, reserveWinogradGradient, winogradTiles } from './winograd.js';

export const conv2dImageGradient: EngineKernel = {
  name: 'Conv2DBackpropInput',
  run: ({ inputs, attrs, engine }) =>
    imageGradient(engine, inputs['dy']!, inputs['filter']!, attrs['inputShape'] as number[], attrs),
};

export const groupedConv2dImageGradient: EngineKernel<KernelOf<typeof NeutypeGroupedConv2dInputGrad>> = {
  name: NeutypeGroupedConv2dInputGrad.kernel,
  run: ({ inputs, attrs, engine }) =>
    imageGradient(engine, inputs.dy, inputs.filter, attrs.inputShape, attrs, attrs.groups),
};

function imageGradient(
  engine: CpuEngine,
  dy: TensorInfo,
  filter: TensorInfo,
  inputShape: number[],
  attrs: object,
  groups = 1,
): TensorInfo | undefined {
  if (!areFloat32(dy, filter)) return undefined;
  const info = convolutionInfo(inputShape, filter.shape, attrs);
  if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
  const parts = reserveParts(engine, info, groups);
  const whole = parts === undefined ? wholeGradient(engine, info, groups) : undefined;
  const from = { x: engine.pointer(dy), filter: engine.pointer(filter) };
  const dx = engine.output(info.inShape);
  const addresses = { ...from, y: engine.pointer(dx) };
  if (parts !== undefined) launchParts(engine, parts, addresses);
  else launchConvolution(engine, whole!.convolution, whole!.rowsPerItem, { ...addresses, bias: 0 });
  return dx;
}

/** dy, spread out by the strides, convolved with the filter turned round. */
function wholeGradient(
  engine: CpuEngine,
  info: backend_util.Conv2DInfo,
  groups: number,
): { convolution: Convolution; rowsPerItem: number } {
  const convolution: Convolution = {
    batch: info.batchSize,
    window: turnedRound(info, groups),
    outputs: info.inChannels / groups,
    groups,
    upsampling: [info.strideHeight, info.strideWidth],
    flipped: true,
    activation: fusedActivation['linear']!,
    alpha: 0,
  };
  return { convolution, rowsPerItem: reserveConvolution(engine, convolution) };
}

export const conv2dFilterGradient: EngineKernel = {
  name: 'Conv2DBackpropFilter',
  run: ({ inputs, attrs, engine }) =>
    filterGradient(engine, inputs['x']!, inputs['dy']!, attrs['filterShape'] as number[], attrs),
};

export const groupedConv2dFilterGradient: EngineKernel<KernelOf<typeof NeutypeGroupedConv2dFilterGrad>> = {
  name: NeutypeGroupedConv2dFilterGrad.kernel,
  run: ({ inputs, attrs, engine }) =>
    filterGradient(engine, inputs.x, inputs.dy, attrs.filterShape, attrs, attrs.groups),
};

function filterGradient(
  engine: CpuEngine,
  x: TensorInfo,
  dy: TensorInfo,
  filterShape: number[],
  attrs: object,
  groups = 1,
): TensorInfo | undefined {
  if (!areFloat32(x, dy)) return undefined;
  const info = convolutionInfo(x.shape, filterShape, attrs);
  if (info === undefined || !util.arraysEqual(dy.shape, info.outShape)) return undefined;
  const gradient = {
    batch: info.batchSize,
    window: windowOf(info, groups),
    outputs: info.outChannels / groups,
    groups,
  };
  const tiles = groups === 1 ? winogradTiles(engine.runtime!.blocking, gradient) : undefined;
  const plan = planFilterGradient(gradient);
  if (tiles !== undefined) reserveWinogradGradient(engine, gradient, tiles);
  else reserveFilterGradient(engine, gradient, plan);
  const from = { x: engine.pointer(x), dy: engine.pointer(dy) };
  const output = engine.output(filterShape);
  const addresses = { ...from, gradient: engine.pointer(output) };
  if (tiles !== undefined) launchWinogradGradient(engine, gradient, tiles, addresses);
  else launchFilterGradient(engine, gradient, plan, addresses);
  return output;
}
