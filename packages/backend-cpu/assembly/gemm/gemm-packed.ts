/**
 * C = Aᵀ·B with both factors packed: what gives a weight matrix its gradient, where k is the batch and short. Rows of a
 * transposed A lie apart in memory, a tile would read six numbers of each; packed once, they serve all columns of B.
 * A work item is a block of whole rows of C. B is packed before, by all threads together (`packColumns`).
 */
import { NR, ZEROS } from '../generated/layout';
import { intArgument, pointerArgument, take } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { EDGE_BYTES, multiplyPacked } from './block';
import { kBlocksOf, kBlockStart } from './k-blocks';
import { PANEL_ROW_BYTES, packPanels, packPanelsTransposed, packTransposedRows } from './pack';

/**
 * B as panels, one block of k after the other. Arguments: b, packed, k, n, ldb, transposeB, columns per item (a multiple
 * of the tile's). Items: groups of columns.
 */
export function packColumns(command: usize): void {
  const n = intArgument(command, 3);
  const columnsPerItem = intArgument(command, 6);
  for (let item = take(command); item >= 0; item = take(command)) {
    const column = item * columnsPerItem;
    packGroup(command, column, min(columnsPerItem, n - column));
  }
}

function packGroup(command: usize, column: i32, columns: i32): void {
  const k = intArgument(command, 2);
  const ldb = <usize>intArgument(command, 4) * 4;
  const transposeB = intArgument(command, 5) != 0;
  const b = pointerArgument(command, 0) + <usize>column * (transposeB ? ldb : 4);
  for (let block = 0, blocks = kBlocksOf(k); block < blocks; block++) {
    const kStart = kBlockStart(k, block);
    const kCount = kBlockStart(k, block + 1) - kStart;
    const to = packedBlock(pointerArgument(command, 1), intArgument(command, 3), kStart) + <usize>column * <usize>kCount * 4;
    if (transposeB) packPanelsTransposed(b + <usize>kStart * 4, ldb, kCount, columns, to);
    else packPanels(b + <usize>kStart * ldb, ldb, kCount, columns, to);
  }
}

/** Where the panels of the block that begins with row `kStart` lie. */
function packedBlock(packed: usize, n: i32, kStart: i32): usize {
  const panels = (n + NR - 1) / NR;
  return packed + <usize>panels * PANEL_ROW_BYTES * <usize>kStart;
}

/** Arguments: a, packed b, c, m, n, k, lda, ldc, rows per item. Items: blocks of rows. */
export function gemmPacked(command: usize): void {
  const m = intArgument(command, 3);
  const rowsPerItem = intArgument(command, 8);
  for (let item = take(command); item >= 0; item = take(command)) {
    const row = item * rowsPerItem;
    multiplyRows(command, row, min(rowsPerItem, m - row));
  }
}

function multiplyRows(command: usize, row: i32, rows: i32): void {
  const n = intArgument(command, 4);
  const k = intArgument(command, 5);
  const lda = <usize>intArgument(command, 6) * 4;
  const ldc = <usize>intArgument(command, 7) * 4;
  const a = pointerArgument(command, 0) + <usize>row * 4;
  const c = pointerArgument(command, 2) + <usize>row * ldc;
  const edge = scratch();
  const packedA = edge + EDGE_BYTES;
  for (let block = 0, blocks = kBlocksOf(k); block < blocks; block++) {
    const kStart = kBlockStart(k, block);
    const kCount = kBlockStart(k, block + 1) - kStart;
    packTransposedRows(a + <usize>kStart * lda, lda, kCount, rows, packedA);
    let panel = packedBlock(pointerArgument(command, 1), n, kStart);
    for (let column = 0; column < n; column += NR) {
      const to = c + <usize>column * 4;
      multiplyPacked(rows, packedA, panel, kCount, block == 0 ? ZEROS : to, block == 0 ? 0 : ldc, to, ldc,
        min(NR, n - column), edge);
      panel += <usize>kCount * PANEL_ROW_BYTES;
    }
  }
}
