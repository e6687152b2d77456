import { EDGE_BYTES, multiplyIndirect } from '../gemm/block';
import { activate } from '../gemm/epilogue';
import { TILE_COLUMNS } from '../generated/micro-kernels';
import { floatArgument, intArgument, pointerArgument, take } from '../runtime/command';
import { ZEROS } from '../runtime/control';
import { scratch } from '../runtime/threads';
import { channels, readWindow, windowHeight, windowWidth } from '../window/window';
import { unroll } from './unroll';

/** At most this many k of a packed panel at once, so that it stays in the L1 cache. */
const MOST_K: i32 = 512;
/** `src/kernels/convolution/launch.ts` sizes the scratch: row table, edge tile, unrolled rows. */
const TABLE_BYTES: usize = 4096;

/**
 * y = activation(convolution of x + bias). Arguments: x, packed filter, y, bias (0 for none), the window (13), image
 * upsampling in height and width, positions in all, outputs, activation, alpha, rows per item.
 */
export function convolve(command: usize): void {
  readWindow(command, 4);
  const x = pointerArgument(command, 0);
  const y = pointerArgument(command, 2);
  const positions = intArgument(command, 19);
  const outputs = intArgument(command, 20);
  const rowsPerItem = intArgument(command, 23);
  const taps = windowHeight * windowWidth;
  const k = taps * channels;
  const table = scratch();
  const unrolled = table + TABLE_BYTES + EDGE_BYTES;
  for (let row = 0; row < rowsPerItem; row++) {
    store<u32>(table + (<usize>row << 2), <u32>(unrolled + <usize>(row * k) * 4));
  }
  for (let item = take(command); item >= 0; item = take(command)) {
    const first = item * rowsPerItem;
    const rows = min(rowsPerItem, positions - first);
    unroll(x, first, rows, 0, taps, intArgument(command, 17), intArgument(command, 18), unrolled, <usize>k << 2);
    const to = y + <usize>first * <usize>outputs * 4;
    multiplyBlock(command, rows, k, outputs, table, to);
    activate(intArgument(command, 21), floatArgument(command, 22), to, <usize>outputs << 2, rows, outputs);
  }
}

function multiplyBlock(command: usize, rows: i32, k: i32, outputs: i32, table: usize, y: usize): void {
  const filter = pointerArgument(command, 1);
  const bias = pointerArgument(command, 3);
  const edge = table + TABLE_BYTES;
  const stride = <usize>outputs << 2;
  const blocks = (k + MOST_K - 1) / MOST_K;
  for (let block = 0; block < blocks; block++) {
    const kStart = <i32>(<i64>k * block / blocks);
    const kCount = <i32>(<i64>k * (block + 1) / blocks) - kStart;
    for (let column = 0; column < outputs; column += TILE_COLUMNS) {
      const wide = min(TILE_COLUMNS, outputs - column);
      const panel = filter + (<usize>column * <usize>k + <usize>(kStart * TILE_COLUMNS)) * 4;
      const to = y + (<usize>column << 2);
      const start = block > 0 ? to : bias != 0 ? bias + (<usize>column << 2) : ZEROS;
      const startStride = block > 0 ? stride : 0;
      multiplyIndirect(rows, table, <usize>kStart << 2, panel, kCount, start, startStride, to, stride, wide, edge);
    }
  }
}
