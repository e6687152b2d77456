import { TRANSPOSED_BLOCK } from '../generated/layout';
import { Command, Input, Tail, inTail, shareStart } from '../runtime/command';

/** One dimension of what is counted: how many indices, and bytes from one to the next in both arrays. */
// @ts-ignore: decorator
@unmanaged @final
export class CopyDimension {
  length: i32;
  from: i32;
  to: i32;
}

// @ts-ignore: decorator
@unmanaged @final
export class CopyRuns extends Command {
  from: Input;
  to: usize;
  /** Of a run. */
  runBytes: i32;
  runs: i32;
  /** In which the runs are counted, outermost first. */
  dimensions: Tail<CopyDimension>;
}

/** Copies runs of bytes between two arrays of different layout. */
export function copyRuns(command: CopyRuns): void {
  const from = command.from;
  const to = command.to;
  const bytes = <usize>command.runBytes;
  const runs = command.runs;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, runs, 1);
    for (let run = shareStart(item, items, runs, 1); run < end; run++) copyRun(command, from, to, bytes, run);
  }
}

function copyRun(command: CopyRuns, from: usize, to: usize, bytes: usize, run: i32): void {
  for (let index = command.dimensions - 1; index >= 0; index--) {
    const dimension = inTail<CopyRuns, CopyDimension>(command, index);
    const above = run / dimension.length;
    const at = run - above * dimension.length;
    from += at * dimension.from;
    to += at * dimension.to;
    run = above;
  }
  if (bytes == 4) store<i32>(to, load<i32>(from));
  else if (bytes <= 64) copyShort(from, to, bytes);
  else memory.copy(to, from, bytes);
}

function copyShort(from: usize, to: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at + 4 <= bytes; at += 4) store<i32>(to + at, load<i32>(from + at));
  for (; at < bytes; at++) store<u8>(to + at, load<u8>(from + at));
}

// @ts-ignore: decorator
@unmanaged @final
export class Transpose extends Command {
  from: Input;
  to: usize;
  /** Of what is read. */
  height: i32;
  width: i32;
  /** A multiple of TRANSPOSED_BLOCK. */
  rowsPerItem: i32;
  /** Bytes between rows that are read, and that are written. */
  strideFrom: i32;
  strideTo: i32;
  /** In which the matrices are counted, outermost first. */
  dimensions: Tail<CopyDimension>;
}

/** Transposes matrices of 32-bit elements, many at a time. Items: matrices × strips of rows. */
export function transpose(command: Transpose): void {
  const from = command.from;
  const to = command.to;
  const height = command.height;
  const width = command.width;
  const rows = command.rowsPerItem;
  const strips = (height + rows - 1) / rows;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const matrix = item / strips;
    const row = (item - matrix * strips) * rows;
    transposeStrip(command, from, to, matrix, row, min(rows, height - row), width);
  }
}

/**
 * The blocks of a few columns, one below the other, then those of the next columns: a block reads and writes whole cache lines,
 * and the next one writes on where it ended, on pages that the processor has just looked up.
 */
function transposeStrip(
  command: Transpose, from: usize, to: usize, matrix: i32, firstRow: i32, rows: i32, width: i32,
): void {
  const strideFrom = <usize>command.strideFrom;
  const strideTo = <usize>command.strideTo;
  for (let index = command.dimensions - 1; index >= 0; index--) {
    const dimension = inTail<Transpose, CopyDimension>(command, index);
    const above = matrix / dimension.length;
    const at = matrix - above * dimension.length;
    from += at * dimension.from;
    to += at * dimension.to;
    matrix = above;
  }
  from += <usize>firstRow * strideFrom;
  to += <usize>firstRow << 2;
  for (let column = 0; column < width; column += TRANSPOSED_BLOCK) {
    const columns = min(TRANSPOSED_BLOCK, width - column);
    for (let row = 0; row < rows; row += TRANSPOSED_BLOCK) {
      const block = from + <usize>row * strideFrom + (<usize>column << 2);
      const turned = to + <usize>column * strideTo + (<usize>row << 2);
      transposeBlock(block, strideFrom, turned, strideTo, min(TRANSPOSED_BLOCK, rows - row), columns);
    }
  }
}

/** All rows for four columns, then for the next: what is written fills whole cache lines at once. */
function transposeBlock(
  from: usize, strideFrom: usize, to: usize, strideTo: usize, rows: i32, columns: i32,
): void {
  for (; columns >= 4; columns -= 4, from += 16, to += 4 * strideTo) {
    let row: usize = 0;
    for (; row + 4 <= <usize>rows; row += 4) {
      transposeFour(from + row * strideFrom, strideFrom, to + (row << 2), strideTo);
    }
    for (; row < <usize>rows; row++) {
      for (let lane: usize = 0; lane < 4; lane++) {
        store<i32>(to + lane * strideTo + (row << 2), load<i32>(from + row * strideFrom + (lane << 2)));
      }
    }
  }
  for (; columns > 0; columns--, from += 4, to += strideTo) {
    for (let row: usize = 0; row < <usize>rows; row++) {
      store<i32>(to + (row << 2), load<i32>(from + row * strideFrom));
    }
  }
}

// @ts-ignore: decorator
@inline
function transposeFour(from: usize, strideFrom: usize, to: usize, strideTo: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + strideFrom);
  const r2 = v128.load(from + 2 * strideFrom), r3 = v128.load(from + 3 * strideFrom);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + strideTo, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * strideTo, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * strideTo, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}
