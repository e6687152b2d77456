import type { backend_util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import { type CopyPlan, launchCopy, planCopy } from '../layout/copy.js';
import { fusedActivation } from '../matmul/activation.js';
import {
  type Convolution,
  type ConvolutionAddresses,
  launchConvolution,
  reserveConvolution,
} from './launch.js';

/** Along one dimension, the pixels a stride apart from `first` on, and the taps a stride apart from `tap` on, which reach them. */
interface Phase {
  readonly first: number;
  readonly pixels: number;
  readonly tap: number;
  readonly taps: number;
  readonly padding: number;
}

/** The part of an image's gradient at one phase of rows and one of columns: a convolution of dy without strides. */
interface Part {
  readonly convolution: Convolution;
  readonly rowsPerItem: number;
  readonly taps: CopyPlan;
  readonly firstTap: number;
  readonly filterSize: number;
  readonly pixels: CopyPlan;
  readonly firstPixel: number;
  readonly size: number;
}

/**
 * How the gradient of an image is computed under strides, without the zeros that would stand between dy's pixels; call it
 * before taking addresses. `undefined` where there are no strides, or dilations or pixels that no tap reaches.
 */
export function reserveParts(
  engine: CpuEngine,
  info: backend_util.Conv2DInfo,
  groups: number,
): readonly Part[] | undefined {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  if (strideHeight * strideWidth === 1 || dilationHeight * dilationWidth > 1) return undefined;
  const rows = phasesOf(info.inHeight, strideHeight, info.filterHeight, padInfo.top);
  const columns = phasesOf(info.inWidth, strideWidth, info.filterWidth, padInfo.left);
  if ([...rows, ...columns].some(({ taps }) => taps <= 0)) return undefined;
  const parts = rows.flatMap((row) => columns.map((column) => partOf(engine, info, groups, row, column)));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function phasesOf(length: number, stride: number, window: number, padding: number): Phase[] {
  return Array.from({ length: Math.min(stride, length) }, (_, first) => {
    const tap = (first + padding) % stride;
    const taps = Math.ceil((window - tap) / stride);
    return {
      first,
      pixels: Math.ceil((length - first) / stride),
      tap,
      taps,
      padding: taps - 1 - (first + padding - tap) / stride,
    };
  });
}

function partOf(
  engine: CpuEngine,
  info: backend_util.Conv2DInfo,
  groups: number,
  row: Phase,
  column: Phase,
): Part | undefined {
  const { batchSize, inHeight, inWidth, inChannels, outChannels, filterWidth, strideHeight, strideWidth } =
    info;
  const tapSize = (inChannels / groups) * outChannels;
  const line = column.pixels * inChannels;
  const taps = planCopy(
    [
      { length: row.taps, from: strideHeight * filterWidth * tapSize, to: column.taps * tapSize },
      { length: column.taps, from: strideWidth * tapSize, to: tapSize },
      { length: tapSize, from: 1, to: 1 },
    ],
    4,
  );
  const pixels = planCopy(
    [
      { length: batchSize, from: row.pixels * line, to: inHeight * inWidth * inChannels },
      { length: row.pixels, from: line, to: strideHeight * inWidth * inChannels },
      { length: column.pixels, from: inChannels, to: strideWidth * inChannels },
      { length: inChannels, from: 1, to: 1 },
    ],
    4,
  );
  if (taps === undefined || pixels === undefined) return undefined;
  const convolution = convolutionOf(info, groups, row, column);
  return {
    convolution,
    rowsPerItem: reserveConvolution(engine, convolution),
    taps,
    firstTap: (row.tap * filterWidth + column.tap) * tapSize,
    filterSize: row.taps * column.taps * tapSize,
    pixels,
    firstPixel: (row.first * inWidth + column.first) * inChannels,
    size: batchSize * row.pixels * line,
  };
}

function convolutionOf(
  info: backend_util.Conv2DInfo,
  groups: number,
  row: Phase,
  column: Phase,
): Convolution {
  return {
    batch: info.batchSize,
    window: {
      height: info.outHeight,
      width: info.outWidth,
      channels: info.outChannels / groups,
      outHeight: row.pixels,
      outWidth: column.pixels,
      windowHeight: row.taps,
      windowWidth: column.taps,
      strideHeight: 1,
      strideWidth: 1,
      dilationHeight: 1,
      dilationWidth: 1,
      padTop: row.padding,
      padLeft: column.padding,
    },
    outputs: info.inChannels / groups,
    groups,
    upsampling: [1, 1],
    flipped: true,
    activation: fusedActivation['linear']!,
    alpha: 0,
  };
}

/** Each part by itself, then to its pixels. */
export function launchParts(
  engine: CpuEngine,
  parts: readonly Part[],
  { x, filter, y }: Pick<ConvolutionAddresses, 'x' | 'filter' | 'y'>,
): void {
  for (const part of parts) {
    const ofPart = engine.temporary(part.filterSize * 4);
    const result = engine.temporary(part.size * 4);
    launchCopy(engine, part.taps, filter + part.firstTap * 4, ofPart.address);
    const addresses = { x, filter: ofPart.address, bias: 0, y: result.address };
    launchConvolution(engine, part.convolution, part.rowsPerItem, addresses);
    launchCopy(engine, part.pixels, result.address, y + part.firstPixel * 4);
    engine.free(ofPart);
    engine.free(result);
  }
}
