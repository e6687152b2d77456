import { type backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpu-engine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { convolutionInfo } from './info.js';
import { windowOf, writeWindow } from './window.js';

const NANOSECONDS_PER_MULTIPLY_ADD = 0.3;
const NANOSECONDS_PER_ITEM = 20_000;

function launch(
  engine: CpuEngine,
  code: number,
  addresses: readonly [number, number, number],
  info: backend_util.Conv2DInfo,
  mostItems: number,
  fixedItems = false,
): void {
  const multiplier = info.outChannels / info.inChannels;
  const taps = info.filterHeight * info.filterWidth;
  const nanoseconds = util.sizeFromShape(info.outShape) * taps * NANOSECONDS_PER_MULTIPLY_ADD;
  const [a, b, to] = addresses;
  const command = engine.command(code).pointer(a).pointer(b).pointer(to).int(info.batchSize).int(multiplier);
  const items = Math.min(mostItems, Math.ceil(nanoseconds / NANOSECONDS_PER_ITEM));
  writeWindow(command, windowOf(info)).run(fixedItems ? mostItems : items, nanoseconds);
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
    launch(
      engine,
      opcode.depthwise,
      [from, weights, engine.pointer(y)],
      info,
      info.batchSize * info.outHeight,
    );
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
    const addresses = [from, weights, engine.pointer(dx)] as const;
    launch(engine, opcode.depthwiseImageGradient, addresses, info, info.batchSize * info.inHeight);
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
    const addresses = [from, gradient, engine.pointer(output)] as const;
    launch(engine, opcode.depthwiseFilterGradient, addresses, info, items, true);
    return output;
  },
};
