import { intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/**
 * Copies runs of bytes between two arrays of different layout. Arguments: from, to, bytes per run, runs, then the
 * number of dimensions that the runs are counted in, and for each its length and its stride in bytes in both arrays.
 */
export function copyRuns(command: usize): void {
  const from = pointerArgument(command, 0);
  const to = pointerArgument(command, 1);
  const bytes = <usize>intArgument(command, 2);
  const runs = intArgument(command, 3);
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const end = shareStart(item + 1, items, runs, 1);
    for (let run = shareStart(item, items, runs, 1); run < end; run++) copyRun(command, from, to, bytes, run);
  }
}

function copyRun(command: usize, from: usize, to: usize, bytes: usize, run: i32): void {
  for (let dimension = intArgument(command, 4) - 1; dimension >= 0; dimension--) {
    const at = 5 + dimension * 3;
    const length = intArgument(command, at);
    const above = run / length;
    const index = run - above * length;
    from += index * intArgument(command, at + 1);
    to += index * intArgument(command, at + 2);
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

/**
 * Transposes matrices of 32-bit elements, many at a time. Arguments: from, to, height and width of what is read,
 * stride in bytes between rows read and between rows written, then as `copyRuns` the dimensions of which each
 * index is one matrix. Items: matrices × strips of 16 rows.
 */
export function transpose(command: usize): void {
  const from = pointerArgument(command, 0);
  const to = pointerArgument(command, 1);
  const height = intArgument(command, 2);
  const width = intArgument(command, 3);
  const strips = (height + STRIP - 1) / STRIP;
  for (let item = take(command); item >= 0; item = take(command)) {
    const matrix = item / strips;
    const row = (item - matrix * strips) * STRIP;
    transposeStrip(command, from, to, matrix, row, min(STRIP, height - row), width);
  }
}

const STRIP: i32 = 16;

function transposeStrip(command: usize, from: usize, to: usize, matrix: i32, row: i32, rows: i32, width: i32): void {
  const strideFrom = <usize>intArgument(command, 4);
  const strideTo = <usize>intArgument(command, 5);
  for (let dimension = intArgument(command, 6) - 1; dimension >= 0; dimension--) {
    const at = 7 + dimension * 3;
    const length = intArgument(command, at);
    const above = matrix / length;
    const index = matrix - above * length;
    from += index * intArgument(command, at + 1);
    to += index * intArgument(command, at + 2);
    matrix = above;
  }
  from += <usize>row * strideFrom;
  to += <usize>row << 2;
  // All rows of the strip for a few columns, so that what is written fills whole cache lines at once.
  let column = 0;
  for (; column + 4 <= width; column += 4, from += 16, to += 4 * strideTo) {
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
  for (; column < width; column++, from += 4, to += strideTo) {
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
