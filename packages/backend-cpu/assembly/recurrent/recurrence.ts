/**
 * Steps of a recurrence: in each a product of rows of state with packed weights, and what the cell makes of it while it is
 * in the L1 cache. Sequences are stored [rows, steps, size], so that the products over all steps before and after are
 * single ones. Items: blocks of rows × groups of units. A command of several steps has items of all units, each of which
 * goes through the steps by itself; its addresses are those of the first step.
 */
import { NR, ROW_TABLE_BYTES, ZEROS } from '../generated/layout';
import { EDGE_BYTES, multiplyIndirect } from '../gemm/block';
import { kBlocksOf, kBlockStart } from '../gemm/kBlocks';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import { Command, Input } from '../runtime/command';
import { scratch } from '../runtime/threads';

// @ts-ignore: decorator
@unmanaged
export class Recurrence extends Command {
  /** What is multiplied in the first step, and how many elements of a step it has; 0 where there is nothing yet. */
  from: Input;
  fromSize: i32;
  /** The weights as panels: one matrix for each part of the product, `k` rows each. */
  packed: Input;
  k: i32;
  /** Above 0 where a row's step is not padding. */
  mask: Input;
  rows: i32;
  units: i32;
  steps: i32;
  /** Of the command, and of the sequence from here on. */
  count: i32;
  remaining: i32;
  /** From one step to the next: 1 or -1. */
  direction: i32;
  rowsPerItem: i32;
  /** A multiple of NR. */
  unitsPerItem: i32;
}

// @ts-ignore: decorator
@inline
export function groupsOf(command: Recurrence): i32 {
  return (command.units + command.unitsPerItem - 1) / command.unitsPerItem;
}

/** Where a row's step, counted from the first of the command, is in what has `size` elements a step. */
// @ts-ignore: decorator
@inline
export function placeOf(command: Recurrence, row: i32, step: i32, size: i32): usize {
  return <usize>((<isize>row * command.steps + step * command.direction) * size) << 2;
}

/** Bytes from one row to the next of what has `size` elements a step. */
// @ts-ignore: decorator
@inline
export function rowBytes(command: Recurrence, size: i32): usize {
  return (<usize>command.steps * <usize>size) << 2;
}

/** Where the products of an item are summed: parts one after another, rows NR apart. */
// @ts-ignore: decorator
@inline
export function sums(): usize {
  return scratch() + ROW_TABLE_BYTES + EDGE_BYTES;
}

/** From one part of the sums to the next. */
// @ts-ignore: decorator
@inline
export function sumsBytes(rows: i32): usize {
  return <usize>rows * PANEL_ROW_BYTES;
}

/** Begins a step of an item: where each of its rows of `from` is. */
export function pointAtRows(command: Recurrence, from: usize, row: i32, rows: i32): void {
  const table = scratch();
  const stride = rowBytes(command, command.fromSize);
  from += <usize>row * stride;
  for (let at = 0; at < rows; at++) {
    store<u32>(table + <usize>at * 4, <u32>from);
    from += stride;
  }
}

/** Adds the product with `width` columns of a part of the weights to what is at `start`. */
export function multiplyPart(
  command: Recurrence, part: i32, rows: i32, column: i32, width: i32, start: usize, startStride: usize, to: usize,
): void {
  const table = scratch();
  const k = command.k;
  const panels = <usize>((command.units + NR - 1) / NR);
  const matrix = command.packed + <usize>part * panels * PANEL_ROW_BYTES * <usize>k;
  for (let block = 0, blocks = kBlocksOf(k); block < blocks; block++) {
    const kStart = kBlockStart(k, block);
    const kCount = kBlockStart(k, block + 1) - kStart;
    const panel = matrix + panels * PANEL_ROW_BYTES * <usize>kStart + <usize>(column / NR) * PANEL_ROW_BYTES * <usize>kCount;
    const from = block == 0 ? start : to;
    const fromStride = block == 0 ? startStride : PANEL_ROW_BYTES;
    multiplyIndirect(
      rows, table, <usize>kStart * 4, panel, kCount, from, fromStride, to, PANEL_ROW_BYTES, width, table + ROW_TABLE_BYTES,
    );
  }
}

/** Only the product. */
export function multiplyAlone(command: Recurrence, part: i32, rows: i32, column: i32, width: i32, to: usize): void {
  multiplyPart(command, part, rows, column, width, ZEROS, 0, to);
}

// @ts-ignore: decorator
@inline
export function isPresent(mask: usize): bool {
  return load<f32>(mask) > 0;
}
