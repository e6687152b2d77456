/**
 * C = activation(A·B + bias), in the loop order of Goto & van de Geijn ("Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34(3), 2008). A work item is a block of rows by a few column panels; inside it, k in
 * blocks that keep a packed panel of B in the L1 cache ("pc"), then panels ("jr"), then row tiles ("ir").
 */
import { KC, MC, MR, NR, ROW_TABLE_BYTES, ZEROS } from '../generated/layout';
import { floatArgument, intArgument, pointerArgument, take } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { EDGE_BYTES, multiplyIndirect, multiplyStrided } from './block';
import { activate } from './epilogue';
import { kBlocksOf, kBlockStart } from './k-blocks';
import { packPanels, packPanelsTransposed } from './pack';

/**
 * Arguments: a, b, c, bias (0 for none); m, n, k; row strides of a, b, c as they are stored, in elements;
 * transposeA, transposeB; activation, alpha; batches and the distance of their matrices of a, b, c in elements;
 * rows per block; panels per wide item and how many items are wide. Items: batches × row blocks × groups of panels, the
 * wide ones first: those at the end, a panel each, let the threads finish together.
 */
export function gemm(command: usize): void {
  const m = intArgument(command, 4);
  const n = intArgument(command, 5);
  const rowsPerBlock = intArgument(command, 18);
  const wideColumns = intArgument(command, 19) * NR;
  const wideItems = intArgument(command, 20);
  const blocks = intArgument(command, 14) * ((m + rowsPerBlock - 1) / rowsPerBlock);
  const allWide = blocks * wideItems;
  for (let item = take(command); item >= 0; item = take(command)) {
    const isWide = item < allWide;
    const inTail = item - allWide;
    const block = isWide ? item / wideItems : inTail % blocks;
    const column = isWide ? (item % wideItems) * wideColumns : wideItems * wideColumns + (inTail / blocks) * NR;
    multiplyItem(command, block, column, min(isWide ? wideColumns : NR, n - column));
  }
}

function multiplyItem(command: usize, block: i32, column: i32, columns: i32): void {
  const m = intArgument(command, 4);
  const rowsPerBlock = intArgument(command, 18);
  const blocks = (m + rowsPerBlock - 1) / rowsPerBlock;
  const batch = block / blocks;
  const row = (block % blocks) * rowsPerBlock;
  const rows = min(rowsPerBlock, m - row);
  const k = intArgument(command, 6);
  const lda = <usize>intArgument(command, 7) * 4;
  const ldb = <usize>intArgument(command, 8) * 4;
  const ldc = <usize>intArgument(command, 9) * 4;
  const transposeA = intArgument(command, 10) != 0;
  const transposeB = intArgument(command, 11) != 0;
  const a = pointerArgument(command, 0) + <usize>batch * <usize>intArgument(command, 15) * 4
    + <usize>row * (transposeA ? 4 : lda);
  const b = pointerArgument(command, 1) + <usize>batch * <usize>intArgument(command, 16) * 4
    + <usize>column * (transposeB ? ldb : 4);
  const c = pointerArgument(command, 2) + <usize>batch * <usize>intArgument(command, 17) * 4
    + <usize>row * ldc + <usize>column * 4;
  const bias = pointerArgument(command, 3);

  const table = scratch();
  const edge = table + ROW_TABLE_BYTES;
  const panels = edge + EDGE_BYTES;
  if (!transposeA) fillTable(table, a, lda, rows);

  for (let kBlock = 0, kBlocks = kBlocksOf(k); kBlock < kBlocks; kBlock++) {
    const kStart = kBlockStart(k, kBlock);
    const kCount = kBlockStart(k, kBlock + 1) - kStart;
    const first = kBlock == 0;
    if (transposeB) packPanelsTransposed(b + <usize>kStart * 4, ldb, kCount, columns, panels);
    else packPanels(b + <usize>kStart * ldb, ldb, kCount, columns, panels);
    // As many rows of A as MC × KC numbers, in the L2 cache while all panels pass over them.
    const sliceRows = max(MC * KC / kCount / MR, 1) * MR;
    for (let slice = 0; slice < rows; slice += sliceRows) {
      const sliceCount = min(sliceRows, rows - slice);
      let panel = panels;
      for (let at = 0; at < columns; at += NR) {
        const width = min(NR, columns - at);
        const to = c + <usize>slice * ldc + <usize>at * 4;
        const start = !first ? to : bias != 0 ? bias + <usize>(column + at) * 4 : ZEROS;
        const startStride = first ? 0 : ldc;
        if (transposeA) {
          const from = a + <usize>kStart * lda + <usize>slice * 4;
          multiplyStrided(sliceCount, from, lda, panel, kCount, start, startStride, to, ldc, width, edge);
        } else {
          const from = table + <usize>slice * 4;
          multiplyIndirect(sliceCount, from, <usize>kStart * 4, panel, kCount, start, startStride, to, ldc, width, edge);
        }
        panel += <usize>kCount * <usize>NR * 4;
      }
    }
  }
  activate(intArgument(command, 12), floatArgument(command, 13), c, ldc, rows, columns);
}

function fillTable(table: usize, a: usize, stride: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    store<u32>(table + <usize>row * 4, <u32>a);
    a += stride;
  }
}
