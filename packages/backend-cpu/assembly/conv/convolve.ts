import { EDGE_BYTES, multiplyIndirect } from '../gemm/block';
import { activate } from '../gemm/epilogue';
import { kBlocksOf, kBlockStart } from '../gemm/k-blocks';
import { NR, ROW_TABLE_BYTES, ZEROS } from '../generated/layout';
import { floatArgument, intArgument, pointerArgument, take } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, readWindow, windowHeight, windowWidth } from '../window/window';
import { unroll } from './unroll';

/**
 * y = activation(convolution of x + bias). Arguments: x, packed filter, y, bias (0 for none), the window (13), image
 * upsampling in height and width, positions in all, outputs, activation, alpha, rows per item.
 */
export function convolve(command: usize): void {
  readWindow(command, 4);
  const positions = intArgument(command, 19);
  const rowsPerItem = intArgument(command, 23);
  for (let item = take(command); item >= 0; item = take(command)) {
    const first = item * rowsPerItem;
    convolvePositions(command, first, min(rowsPerItem, positions - first), intArgument(command, 20),
      intArgument(command, 17), intArgument(command, 18), intArgument(command, 21), floatArgument(command, 22));
  }
}

/** Positions `first` … `first + rows - 1`: image, filter, y and bias are the command's first arguments. */
export function convolvePositions(
  command: usize, first: i32, rows: i32, outputs: i32, upHeight: i32, upWidth: i32, activation: i32, alpha: f32,
): void {
  const taps = windowHeight * windowWidth;
  const k = taps * channels;
  const table = scratch();
  const unrolled = table + ROW_TABLE_BYTES + EDGE_BYTES;
  for (let row = 0; row < rows; row++) {
    store<u32>(table + (<usize>row << 2), <u32>(unrolled + <usize>(row * k) * 4));
  }
  unroll(pointerArgument(command, 0), first, rows, 0, taps, upHeight, upWidth, unrolled, <usize>k << 2);
  const to = pointerArgument(command, 2) + <usize>first * <usize>outputs * 4;
  multiplyBlock(command, rows, k, outputs, table, to);
  activate(activation, alpha, to, <usize>outputs << 2, rows, outputs);
}

function multiplyBlock(command: usize, rows: i32, k: i32, outputs: i32, table: usize, y: usize): void {
  const filter = pointerArgument(command, 1);
  const bias = pointerArgument(command, 3);
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
