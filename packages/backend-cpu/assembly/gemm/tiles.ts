/** What a register tile works on, in memory: addresses, and how they move to the tile below. */
// @ts-ignore: decorator
@unmanaged @final
export class Tiles {
  /** Where the sums begin, and the bytes between its rows. */
  start: usize;
  startStride: usize;
  /** A's table of row pointers and the offset behind them, or its first element and the bytes from k to k. */
  a: usize;
  aStep: usize;
  /** Packed panel of B. */
  panel: usize;
  k: i32;
  c: usize;
  cStride: usize;
  /** Bytes from the `a` of one row to that of the next. */
  aRow: usize;
  /** Tiles left. */
  count: i32;
}

/** On to the tile below, `rows` rows on; returns how many are left. */
// @ts-ignore: decorator
@inline
export function advance(tiles: Tiles, rows: i32): i32 {
  tiles.start += <usize>rows * tiles.startStride;
  tiles.a += <usize>rows * tiles.aRow;
  tiles.c += <usize>rows * tiles.cStride;
  return --tiles.count;
}
