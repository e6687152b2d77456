import { EDGE_BYTES, multiplyStrided } from '../gemm/block';
import { packPanel } from '../gemm/pack';
import { NR, ZEROS } from '../generated/layout';
import { Input, shareStart } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, readWindow, Window, windowHeight, windowWidth } from '../window/window';
import { unroll } from './unroll';

// @ts-ignore: decorator
@unmanaged
export class ChunkedGradient extends Window {
  x: Input;
  dy: Input;
  /** A filter for each chunk. */
  partials: usize;
  outputs: i32;
  chunks: i32;
}

// @ts-ignore: decorator
@unmanaged @final
export class FilterGradient extends ChunkedGradient {
  /** In all images. */
  positions: i32;
  tapGroups: i32;
  rowsAtOnce: i32;
}

/**
 * The gradient of a filter: unrolled image, transposed, times dy, summed over all positions. An item is a chunk of
 * the positions and a group of the taps; each chunk makes a filter of its own, added up afterwards.
 */
export function filterGradient(command: FilterGradient): void {
  readWindow(command);
  const partials = command.partials;
  const positions = command.positions;
  const outputs = command.outputs;
  const chunks = command.chunks;
  const groups = command.tapGroups;
  const rowsAtOnce = command.rowsAtOnce;
  const taps = windowHeight * windowWidth;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const chunk = item / groups;
    const group = item - chunk * groups;
    const tapStart = shareStart(group, groups, taps, 1);
    const tapEnd = shareStart(group + 1, groups, taps, 1);
    const end = shareStart(chunk + 1, chunks, positions, 1);
    const start = shareStart(chunk, chunks, positions, 1);
    const to = partials + <usize>(chunk * taps + tapStart) * <usize>(channels * outputs) * 4;
    accumulatePositions(command, start, end, to, tapStart, tapEnd, outputs, rowsAtOnce, true);
  }
}

/** Adds positions `start` … `end - 1`, or begins with them (`fresh`). */
export function accumulatePositions(
  command: ChunkedGradient, start: i32, end: i32, to: usize, tapStart: i32, tapEnd: i32,
  outputs: i32, rowsAtOnce: i32, fresh: bool,
): void {
  const x = command.x;
  const dy = command.dy;
  for (let row = start; row < end; row += rowsAtOnce) {
    const rows = min(rowsAtOnce, end - row);
    accumulate(x, dy, to, row, rows, tapStart, tapEnd, outputs, rowsAtOnce, fresh && row == start);
  }
}

function accumulate(
  x: usize, dy: usize, to: usize, row: i32, rows: i32, tapStart: i32, tapEnd: i32,
  outputs: i32, rowsAtOnce: i32, first: bool,
): void {
  const k = (tapEnd - tapStart) * channels;
  const edge = scratch();
  const panel = edge + EDGE_BYTES;
  const unrolled = panel + <usize>(rowsAtOnce * NR) * 4;
  const unrolledStride = paddedStride(k);
  const stride = <usize>outputs << 2;
  unroll(x, row, rows, tapStart, tapEnd, 1, 1, unrolled, unrolledStride);
  for (let column = 0; column < outputs; column += NR) {
    const wide = min(NR, outputs - column);
    packPanel(dy + (<usize>row * <usize>outputs + <usize>column) * 4, stride, rows, wide, panel);
    const c = to + (<usize>column << 2);
    multiplyStrided(
      k, unrolled, unrolledStride, panel, rows, first ? ZEROS : c, first ? 0 : stride, c, stride, wide, edge,
    );
  }
}

/** Rows a multiple of 1 KB apart would fall on the same lines of the L1 cache. */
export function paddedStride(k: i32): usize {
  const bytes = <usize>k << 2;
  return bytes % 1024 == 0 ? bytes + 64 : bytes;
}
