import { EDGE_BYTES, multiplyIndirect } from '../gemm/block';
import { activate, rectify } from '../gemm/epilogue';
import { kBlocksOf, kBlockStart } from '../gemm/kBlocks';
import { NR, ROW_TABLE_BYTES, ZEROS } from '../generated/layout';
import { Input } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, readWindow, Window, windowHeight, windowWidth } from '../window/window';
import { unroll } from './unroll';

/** y = activation(convolution of x + bias), or 0 where the mask is not above 0. */
// @ts-ignore: decorator
@unmanaged
export class Convolution extends Window {
  x: Input;
  packedFilter: Input;
  y: usize;
  /** One value for each output, or 0. */
  bias: Input;
  /** Of the size of y, or 0: what a relu gave, whose gradient is made as well. */
  mask: Input;
  /** Of a group. */
  outputs: i32;
  /** Side by side in the pixels of x and y; the window's channels are those of a group. */
  groups: i32;
  activation: i32;
  alpha: f32;
}

// @ts-ignore: decorator
@unmanaged @final
export class Convolve extends Convolution {
  /** The image is read with so many pixels less one, all zero, between its own. */
  upHeight: i32;
  upWidth: i32;
  /** In all images. */
  positions: i32;
  rowsPerItem: i32;
}

/** Items: blocks of positions, of each all groups before the next, for they share cache lines. */
export function convolve(command: Convolve): void {
  readWindow(command);
  const positions = command.positions;
  const rowsPerItem = command.rowsPerItem;
  const groups = command.groups;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const block = item / groups;
    const group = item - block * groups;
    const first = block * rowsPerItem;
    const rows = min(rowsPerItem, positions - first);
    convolvePositions(command, group, first, rows, command.upHeight, command.upWidth);
  }
}

/** Positions `first` … `first + rows - 1` of a group. */
export function convolvePositions(
  command: Convolution, group: i32, first: i32, rows: i32, upHeight: i32, upWidth: i32,
): void {
  const outputs = command.outputs;
  const groups = command.groups;
  const pixelStride = <usize>(channels * groups) << 2;
  const outputStride = <usize>(outputs * groups) << 2;
  const taps = windowHeight * windowWidth;
  const k = taps * channels;
  const table = scratch();
  const unrolled = table + ROW_TABLE_BYTES + EDGE_BYTES;
  for (let row = 0; row < rows; row++) {
    store<u32>(table + (<usize>row << 2), <u32>(unrolled + <usize>(row * k) * 4));
  }
  const x = command.x + (<usize>(group * channels) << 2);
  unroll(x, pixelStride, first, rows, 0, taps, upHeight, upWidth, unrolled, <usize>k << 2);
  const to = command.y + <usize>first * outputStride + (<usize>(group * outputs) << 2);
  multiplyBlock(command, group, rows, k, outputs, table, to, outputStride);
  activate(command.activation, command.alpha, to, outputStride, rows, outputs);
  if (command.mask != 0) rectify(command.mask + (to - command.y), to, outputStride, rows, outputs);
}

function multiplyBlock(
  command: Convolution, group: i32, rows: i32, k: i32, outputs: i32, table: usize, y: usize, stride: usize,
): void {
  const panels = (outputs + NR - 1) / NR;
  const filter = command.packedFilter + <usize>(group * panels) * <usize>(k * NR) * 4;
  const bias = command.bias == 0 ? 0 : command.bias + (<usize>(group * outputs) << 2);
  const edge = table + ROW_TABLE_BYTES;
  for (let block = 0, blocks = kBlocksOf(k); block < blocks; block++) {
    const kStart = kBlockStart(k, block);
    const kCount = kBlockStart(k, block + 1) - kStart;
    for (let column = 0; column < outputs; column += NR) {
      const wide = min(NR, outputs - column);
      const panel = filter + (<usize>column * <usize>k + <usize>(kStart * NR)) * 4;
      const to = y + (<usize>column << 2);
      const start = block > 0 ? to : bias != 0 ? bias + (<usize>column << 2) : ZEROS;
      const startStride = block > 0 ? stride : 0;
      multiplyIndirect(rows, table, <usize>kStart << 2, panel, kCount, start, startStride, to, stride, wide, edge);
    }
  }
}
