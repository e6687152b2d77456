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
  /** Of a group. */
  outputs: i32;
  /** Side by side in the pixels of x and dy; the window's channels are those of a group. */
  groups: i32;
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
 * The gradient of a filter: unrolled image, transposed, times dy, summed over all positions. An item is a chunk of the
 * positions, some of the taps and a group of the channels; each chunk makes a filter of its own, added up afterwards.
 */
export function filterGradient(command: FilterGradient): void {
  readWindow(command);
  const partials = command.partials;
  const positions = command.positions;
  const outputs = command.outputs;
  const chunks = command.chunks;
  const groups = command.groups;
  const tapGroups = command.tapGroups;
  const rowsAtOnce = command.rowsAtOnce;
  const taps = windowHeight * windowWidth;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const share = item / groups;
    const group = item - share * groups;
    const chunk = share / tapGroups;
    const tapGroup = share - chunk * tapGroups;
    const tapStart = shareStart(tapGroup, tapGroups, taps, 1);
    const tapEnd = shareStart(tapGroup + 1, tapGroups, taps, 1);
    const end = shareStart(chunk + 1, chunks, positions, 1);
    const start = shareStart(chunk, chunks, positions, 1);
    const to = partials + <usize>(chunk * taps + tapStart) * <usize>(channels * outputs * groups) * 4;
    accumulatePositions(command, group, start, end, to, tapStart, tapEnd, outputs, rowsAtOnce, true);
  }
}

/** Adds positions `start` … `end - 1` of a group to the filter at `to`, or begins with them (`fresh`). */
export function accumulatePositions(
  command: ChunkedGradient, group: i32, start: i32, end: i32, to: usize, tapStart: i32, tapEnd: i32,
  outputs: i32, rowsAtOnce: i32, fresh: bool,
): void {
  const groups = command.groups;
  const x = command.x + (<usize>(group * channels) << 2);
  const offset = <usize>(group * outputs) << 2;
  for (let row = start; row < end; row += rowsAtOnce) {
    const rows = min(rowsAtOnce, end - row);
    const first = fresh && row == start;
    accumulate(x, command.dy + offset, to + offset, row, rows, tapStart, tapEnd, outputs, groups, rowsAtOnce, first);
  }
}

function accumulate(
  x: usize, dy: usize, to: usize, row: i32, rows: i32, tapStart: i32, tapEnd: i32,
  outputs: i32, groups: i32, rowsAtOnce: i32, first: bool,
): void {
  const k = (tapEnd - tapStart) * channels;
  const edge = scratch();
  const panel = edge + EDGE_BYTES;
  const unrolled = panel + <usize>(rowsAtOnce * NR) * 4;
  const unrolledStride = paddedStride(k);
  const pixelStride = <usize>(channels * groups) << 2;
  const stride = <usize>(outputs * groups) << 2;
  unroll(x, pixelStride, row, rows, tapStart, tapEnd, 1, 1, unrolled, unrolledStride);
  for (let column = 0; column < outputs; column += NR) {
    const wide = min(NR, outputs - column);
    packPanel(dy + <usize>row * stride + (<usize>column << 2), stride, rows, wide, panel);
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
