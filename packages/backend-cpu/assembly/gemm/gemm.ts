/**
 * C = activation(A·B + bias), in the loop order of Goto & van de Geijn ("Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34(3), 2008). A work item is a block of rows by a few column panels; inside it, k in
 * blocks that keep a packed panel of B in the L1 cache ("pc"), then panels ("jr"), then row tiles ("ir").
 */
import { KC, MC, MOST_THIN_ROWS, MR, NR, ROW_TABLE_BYTES, ZEROS } from '../generated/layout';
import { Command, Flag, Input } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { EDGE_BYTES, multiplyIndirect, multiplyStrided } from './block';
import { activate } from './epilogue';
import { kBlocksOf, kBlockStart } from './kBlocks';
import { packPanels, packPanelsTransposed } from './pack';
import { multiplyThin } from './thin';

/** One product, or several that lie evenly in memory. */
// @ts-ignore: decorator
@unmanaged
export class Product extends Command {
  a: Input;
  b: Input;
  c: usize;
  /** Address of n numbers that the rows of C begin with, or 0. */
  bias: Input;
  m: i32;
  n: i32;
  k: i32;
  /** Row strides as the matrices are stored, in elements. */
  lda: i32;
  ldb: i32;
  ldc: i32;
  transposeA: Flag;
  transposeB: Flag;
  activation: i32;
  alpha: f32;
  batches: i32;
  /** From one matrix of the batch to the next, in elements. */
  aStride: i32;
  bStride: i32;
  cStride: i32;
}

// @ts-ignore: decorator
@unmanaged @final
export class Gemm extends Product {
  rowsPerBlock: i32;
  /** Columns of a wide item, and how many items are wide. */
  wideColumns: i32;
  wideItems: i32;
  /** Matrices that lie closer together than the strides of the batch say: so many, 1 for none, and how close. */
  groupSize: i32;
  aWithin: i32;
  bWithin: i32;
  cWithin: i32;
}

/**
 * Items: batches × row blocks × groups of panels, the wide ones first: those at the end, a panel each, let the threads
 * finish together.
 */
export function gemm(command: Gemm): void {
  const m = command.m;
  const n = command.n;
  const rowsPerBlock = command.rowsPerBlock;
  const wideColumns = command.wideColumns;
  const wideItems = command.wideItems;
  const blocks = command.batches * ((m + rowsPerBlock - 1) / rowsPerBlock);
  const allWide = blocks * wideItems;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const isWide = item < allWide;
    const inTail = item - allWide;
    const block = isWide ? item / wideItems : inTail % blocks;
    const column = isWide ? (item % wideItems) * wideColumns : wideItems * wideColumns + (inTail / blocks) * NR;
    multiplyItem(command, block, column, min(isWide ? wideColumns : NR, n - column));
  }
}

function multiplyItem(command: Gemm, block: i32, column: i32, columns: i32): void {
  const m = command.m;
  const rowsPerBlock = command.rowsPerBlock;
  const blocks = (m + rowsPerBlock - 1) / rowsPerBlock;
  const batch = block / blocks;
  const row = (block % blocks) * rowsPerBlock;
  const rows = min(rowsPerBlock, m - row);
  const k = command.k;
  const lda = <usize>command.lda * 4;
  const ldb = <usize>command.ldb * 4;
  const ldc = <usize>command.ldc * 4;
  const transposeA = command.transposeA != 0;
  const transposeB = command.transposeB != 0;
  const groupSize = command.groupSize;
  const group = batch / groupSize;
  const within = batch - group * groupSize;
  const a = matrix(command.a, group, command.aStride, within, command.aWithin) + <usize>row * (transposeA ? 4 : lda);
  const b = matrix(command.b, group, command.bStride, within, command.bWithin) + <usize>column * (transposeB ? ldb : 4);
  const c = matrix(command.c, group, command.cStride, within, command.cWithin) + <usize>row * ldc + <usize>column * 4;
  const bias = command.bias;

  if (m <= MOST_THIN_ROWS && !transposeA && !transposeB) {
    multiplyThin(rows, a, lda, b, ldb, k, bias == 0 ? 0 : bias + <usize>column * 4, c, ldc, columns);
    activate(command.activation, command.alpha, c, ldc, rows, columns);
    return;
  }
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
  activate(command.activation, command.alpha, c, ldc, rows, columns);
}

// @ts-ignore: decorator
@inline
function matrix(first: usize, group: i32, stride: i32, within: i32, step: i32): usize {
  return first + (<usize>group * <usize>stride + <usize>within * <usize>step) * 4;
}

function fillTable(table: usize, a: usize, stride: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    store<u32>(table + <usize>row * 4, <u32>a);
    a += stride;
  }
}
