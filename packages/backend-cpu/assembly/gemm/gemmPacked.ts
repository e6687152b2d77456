/**
 * C = Aᵀ·B with both factors packed: what gives a weight matrix its gradient, where k is the batch and short. Rows of a
 * transposed A lie apart in memory, a tile would read six numbers of each; packed once, they serve all columns of B.
 * A work item is a block of whole rows of C. B is packed before, by all threads together (`packColumns`).
 */
import { NR, ZEROS } from '../generated/layout';
import { Command, Flag, Input } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { EDGE_BYTES, multiplyPacked } from './block';
import { kBlocksOf, kBlockStart } from './kBlocks';
import { PANEL_ROW_BYTES, packPanels, packPanelsTransposed, packTransposedRows } from './pack';

// @ts-ignore: decorator
@unmanaged @final
export class PackColumns extends Command {
  b: Input;
  packed: usize;
  k: i32;
  n: i32;
  ldb: i32;
  transposeB: Flag;
  /** A multiple of NR. */
  columnsPerItem: i32;
}

/** B as panels, one block of k after the other. Items: groups of columns. */
export function packColumns(command: PackColumns): void {
  const n = command.n;
  const columnsPerItem = command.columnsPerItem;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const column = item * columnsPerItem;
    packGroup(command, column, min(columnsPerItem, n - column));
  }
}

function packGroup(command: PackColumns, column: i32, columns: i32): void {
  const k = command.k;
  const ldb = <usize>command.ldb * 4;
  const transposeB = command.transposeB != 0;
  const b = command.b + <usize>column * (transposeB ? ldb : 4);
  for (let block = 0, blocks = kBlocksOf(k); block < blocks; block++) {
    const kStart = kBlockStart(k, block);
    const kCount = kBlockStart(k, block + 1) - kStart;
    const to = packedBlock(command.packed, command.n, kStart) + <usize>column * <usize>kCount * 4;
    if (transposeB) packPanelsTransposed(b + <usize>kStart * 4, ldb, kCount, columns, to);
    else packPanels(b + <usize>kStart * ldb, ldb, kCount, columns, to);
  }
}

/** Where the panels of the block that begins with row `kStart` lie. */
function packedBlock(packed: usize, n: i32, kStart: i32): usize {
  const panels = (n + NR - 1) / NR;
  return packed + <usize>panels * PANEL_ROW_BYTES * <usize>kStart;
}

// @ts-ignore: decorator
@unmanaged @final
export class GemmPacked extends Command {
  a: Input;
  packedB: Input;
  c: usize;
  m: i32;
  n: i32;
  k: i32;
  lda: i32;
  ldc: i32;
  rowsPerItem: i32;
}

/** Items: blocks of rows. */
export function gemmPacked(command: GemmPacked): void {
  const m = command.m;
  const rowsPerItem = command.rowsPerItem;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const row = item * rowsPerItem;
    multiplyRows(command, row, min(rowsPerItem, m - row));
  }
}

function multiplyRows(command: GemmPacked, row: i32, rows: i32): void {
  const n = command.n;
  const k = command.k;
  const lda = <usize>command.lda * 4;
  const ldc = <usize>command.ldc * 4;
  const a = command.a + <usize>row * 4;
  const c = command.c + <usize>row * ldc;
  const edge = scratch();
  const packedA = edge + EDGE_BYTES;
  for (let block = 0, blocks = kBlocksOf(k); block < blocks; block++) {
    const kStart = kBlockStart(k, block);
    const kCount = kBlockStart(k, block + 1) - kStart;
    packTransposedRows(a + <usize>kStart * lda, lda, kCount, rows, packedA);
    let panel = packedBlock(command.packedB, n, kStart);
    for (let column = 0; column < n; column += NR) {
      const to = c + <usize>column * 4;
      multiplyPacked(rows, packedA, panel, kCount, block == 0 ? ZEROS : to, block == 0 ? 0 : ldc, to, ldc,
        min(NR, n - column), edge);
      panel += <usize>kCount * PANEL_ROW_BYTES;
    }
  }
}
