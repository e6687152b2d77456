import { EDGE_BYTES, multiplyIndirect } from '../gemm/block';
import { activate } from '../gemm/epilogue';
import { kBlocksOf, kBlockStart } from '../gemm/kBlocks';
import { NR, ROW_TABLE_BYTES, ZEROS } from '../generated/layout';
import { Input } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, readWindow, Window, windowHeight, windowWidth } from '../window/window';
import { unroll } from './unroll';

/** y = activation(convolution of x + bias). */
// @ts-ignore: decorator
@unmanaged
export class Convolution extends Window {
  x: Input;
  packedFilter: Input;
  y: usize;
  /** One value for each output, or 0. */
  bias: Input;
  outputs: i32;
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

/** Items: blocks of positions. */
export function convolve(command: Convolve): void {
  readWindow(command);
  const positions = command.positions;
  const rowsPerItem = command.rowsPerItem;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const first = item * rowsPerItem;
    convolvePositions(command, first, min(rowsPerItem, positions - first), command.upHeight, command.upWidth);
  }
}

/** Positions `first` … `first + rows - 1`. */
export function convolvePositions(
  command: Convolution, first: i32, rows: i32, upHeight: i32, upWidth: i32,
): void {
  const outputs = command.outputs;
  const taps = windowHeight * windowWidth;
  const k = taps * channels;
  const table = scratch();
  const unrolled = table + ROW_TABLE_BYTES + EDGE_BYTES;
  for (let row = 0; row < rows; row++) {
    store<u32>(table + (<usize>row << 2), <u32>(unrolled + <usize>(row * k) * 4));
  }
  unroll(command.x, first, rows, 0, taps, upHeight, upWidth, unrolled, <usize>k << 2);
  const to = command.y + <usize>first * <usize>outputs * 4;
  multiplyBlock(command, rows, k, outputs, table, to);
  activate(command.activation, command.alpha, to, <usize>outputs << 2, rows, outputs);
}

function multiplyBlock(command: Convolution, rows: i32, k: i32, outputs: i32, table: usize, y: usize): void {
  const filter = command.packedFilter;
  const bias = command.bias;
  const edge = table + ROW_TABLE_BYTES;
  const stride = <usize>outputs << 2;
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
