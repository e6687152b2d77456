/**
 * Packing (Goto & van de Geijn 2008, section 4): a panel of B, NR columns and up to KC rows, copied so that
 * the tile reads it from end to end; it stays in the L1 cache while all row tiles pass over it. Columns beyond the
 * matrix are zero.
 */
import { MR, NC, NR } from '../generated/layout';
import { packColumnsOfB } from '../generated/microKernels';
import { nextRows } from './block';

/**
 * `columns` columns of B in row order, as panels one after the other: `b` points at the first element, rows are
 * `stride` bytes apart. NC columns at a time where there are as many: the rows of a large B lie on different pages,
 * and what is fetched of each had better be long.
 */
export function packPanels(b: usize, stride: usize, k: i32, columns: i32, to: usize): void {
  const panelBytes = <usize>k * PANEL_ROW_BYTES;
  let column = 0;
  for (; column + NC <= columns; column += NC) {
    packColumnsOfB(b + <usize>column * 4, stride, k, to, panelBytes);
    to += (NC / NR) * panelBytes;
  }
  for (; column < columns; column += NR) {
    packPanel(b + <usize>column * 4, stride, k, min(NR, columns - column), to);
    to += panelBytes;
  }
}

/** The same of B transposed: columns are `stride` bytes apart. */
export function packPanelsTransposed(b: usize, stride: usize, k: i32, columns: i32, to: usize): void {
  for (let column = 0; column < columns; column += NR) {
    packPanelTransposed(b + <usize>column * stride, stride, k, min(NR, columns - column), to);
    to += <usize>k * PANEL_ROW_BYTES;
  }
}

/** Bytes of one k of a packed panel. */
export const PANEL_ROW_BYTES: usize = <usize>NR * 4;

export function packPanel(b: usize, stride: usize, k: i32, columns: i32, to: usize): void {
  if (columns == NR) packWholeRows(b, stride, k, to);
  else packPartialRows(b, stride, k, columns, to);
}

function packWholeRows(b: usize, stride: usize, k: i32, to: usize): void {
  for (; k > 0; k--) {
    for (let at: usize = 0; at < PANEL_ROW_BYTES; at += 16) v128.store(to + at, v128.load(b + at));
    b += stride;
    to += PANEL_ROW_BYTES;
  }
}

function packPartialRows(b: usize, stride: usize, k: i32, columns: i32, to: usize): void {
  const bytes = <usize>columns * 4;
  for (; k > 0; k--) {
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(to + at, load<f32>(b + at));
    for (let at = bytes; at < PANEL_ROW_BYTES; at += 4) store<f32>(to + at, 0);
    b += stride;
    to += PANEL_ROW_BYTES;
  }
}

/** Columns lie end to end in memory: four by four, turned in registers. */
export function packPanelTransposed(b: usize, stride: usize, k: i32, columns: i32, to: usize): void {
  for (let column = 0; column < NR; column += 4) {
    const present = columns - column;
    const from = b + <usize>column * stride;
    if (present >= 4) packFourColumns(from, stride, k, to + <usize>column * 4);
    else packFewColumns(from, stride, k, present, to + <usize>column * 4);
  }
}

function packFourColumns(b: usize, stride: usize, k: i32, to: usize): void {
  const step = PANEL_ROW_BYTES;
  const b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
  let at: usize = 0;
  for (; k >= 4; k -= 4) {
    const r0 = v128.load(b + at), r1 = v128.load(b1 + at), r2 = v128.load(b2 + at), r3 = v128.load(b3 + at);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(to + step, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
    v128.store(to + 2 * step, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
    v128.store(to + 3 * step, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    at += 16;
    to += 4 * step;
  }
  for (; k > 0; k--) {
    store<f32>(to, load<f32>(b + at));
    store<f32>(to, load<f32>(b1 + at), 4);
    store<f32>(to, load<f32>(b2 + at), 8);
    store<f32>(to, load<f32>(b3 + at), 12);
    at += 4;
    to += step;
  }
}

function packFewColumns(b: usize, stride: usize, k: i32, present: i32, to: usize): void {
  for (let at: usize = 0, end = <usize>k * 4; at < end; at += 4) {
    for (let column = 0; column < 4; column++) {
      const value = column < present ? load<f32>(b + <usize>column * stride + at) : <f32>0;
      store<f32>(to + <usize>column * 4, value);
    }
    to += PANEL_ROW_BYTES;
  }
}

/**
 * Rows of a transposed A as tiles, each k after k: element k of row i at `a + 4·i + stride·k`. Tiles are as high as
 * `nextRows` says.
 */
export function packTransposedRows(a: usize, stride: usize, k: i32, rows: i32, to: usize): void {
  while (rows > 0) {
    const height = nextRows(rows);
    if (height == MR) packFullTile(a, stride, k, to);
    else packLowTile(a, stride, k, height, to);
    a += <usize>height * 4;
    to += <usize>height * <usize>k * 4;
    rows -= height;
  }
}

/** MR rows, from 4 to 8: four at once, then four more or what is left of them. */
function packFullTile(a: usize, stride: usize, k: i32, to: usize): void {
  for (; k > 0; k--) {
    v128.store(to, v128.load(a));
    if (MR == 8) v128.store(to, v128.load(a, 16), 16);
    if (MR == 6 || MR == 7) store<u64>(to, load<u64>(a, 16), 16);
    if (MR == 5) store<f32>(to, load<f32>(a, 16), 16);
    if (MR == 7) store<f32>(to, load<f32>(a, 24), 24);
    a += stride;
    to += <usize>MR * 4;
  }
}

function packLowTile(a: usize, stride: usize, k: i32, height: i32, to: usize): void {
  for (; k > 0; k--) {
    for (let row = 0; row < height; row++) store<f32>(to + <usize>row * 4, load<f32>(a + <usize>row * 4));
    a += stride;
    to += <usize>height * 4;
  }
}
