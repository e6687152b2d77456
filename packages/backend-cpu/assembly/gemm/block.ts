/**
 * The inner two loops of the matrix product, "jr" and "ir" of BLIS (Van Zee & van de Geijn 2015): one packed panel
 * of B against a block of rows of A. Convolution uses `multiplyIndirect` with row pointers of its own.
 */
import { indirectTile, stridedTile, TILE_COLUMNS, TILE_ROWS } from '../generated/micro-kernels';

/**
 * Rows of the next tile, when `left` are left: full tiles, but two of about equal height instead of a full one and
 * a thin one, which would leave the multipliers waiting for each other.
 */
// @ts-ignore: decorator
@inline
export function nextRows(left: i32): i32 {
  if (left <= TILE_ROWS) return left;
  return left >= 2 * TILE_ROWS || left % TILE_ROWS == 0 ? TILE_ROWS : (left + 1) / 2;
}

/**
 * c[rows × TILE_COLUMNS] = start + A·B. Row i of A begins at `load<u32>(table + 4·i) + offset` and has k elements
 * end to end. `start` is where the sums begin: zeros or a bias (stride 0), or c itself to add to it. `edge` is a
 * full tile of scratch, used when only `columns` of the panel's columns exist.
 */
export function multiplyIndirect(
  rows: i32, table: usize, offset: usize, panel: usize, k: i32,
  start: usize, startStride: usize, c: usize, cStride: usize, columns: i32, edge: usize,
): void {
  while (rows > 0) {
    const height = nextRows(rows);
    if (columns == TILE_COLUMNS) {
      indirectTile(height, table, offset, panel, k, start, startStride, c, cStride);
    } else {
      fillEdge(height, start, startStride, columns, edge);
      indirectTile(height, table, offset, panel, k, edge, EDGE_STRIDE, edge, EDGE_STRIDE);
      emptyEdge(height, edge, c, cStride, columns);
    }
    rows -= height;
    table += <usize>height * 4;
    start += <usize>height * startStride;
    c += <usize>height * cStride;
  }
}

/** The same with A transposed: row i, element k at `a + 4·i + stride·k`. */
export function multiplyStrided(
  rows: i32, a: usize, stride: usize, panel: usize, k: i32,
  start: usize, startStride: usize, c: usize, cStride: usize, columns: i32, edge: usize,
): void {
  while (rows > 0) {
    const height = nextRows(rows);
    if (columns == TILE_COLUMNS) {
      stridedTile(height, a, stride, panel, k, start, startStride, c, cStride);
    } else {
      fillEdge(height, start, startStride, columns, edge);
      stridedTile(height, a, stride, panel, k, edge, EDGE_STRIDE, edge, EDGE_STRIDE);
      emptyEdge(height, edge, c, cStride, columns);
    }
    rows -= height;
    a += <usize>height * 4;
    start += <usize>height * startStride;
    c += <usize>height * cStride;
  }
}

/** The same with tiles of A packed by `packTransposedRows`. */
export function multiplyPacked(
  rows: i32, a: usize, panel: usize, k: i32,
  start: usize, startStride: usize, c: usize, cStride: usize, columns: i32, edge: usize,
): void {
  while (rows > 0) {
    const height = nextRows(rows);
    if (columns == TILE_COLUMNS) {
      stridedTile(height, a, <usize>height * 4, panel, k, start, startStride, c, cStride);
    } else {
      fillEdge(height, start, startStride, columns, edge);
      stridedTile(height, a, <usize>height * 4, panel, k, edge, EDGE_STRIDE, edge, EDGE_STRIDE);
      emptyEdge(height, edge, c, cStride, columns);
    }
    rows -= height;
    a += <usize>height * <usize>k * 4;
    start += <usize>height * startStride;
    c += <usize>height * cStride;
  }
}

const EDGE_STRIDE: usize = <usize>TILE_COLUMNS * 4;
/** Bytes of the scratch tile. */
export const EDGE_BYTES: usize = EDGE_STRIDE * <usize>TILE_ROWS;

function fillEdge(rows: i32, start: usize, startStride: usize, columns: i32, edge: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < TILE_COLUMNS; column++) {
      const value = column < columns ? load<f32>(start + <usize>column * 4) : <f32>0;
      store<f32>(edge + <usize>column * 4, value);
    }
    start += startStride;
    edge += EDGE_STRIDE;
  }
}

function emptyEdge(rows: i32, edge: usize, c: usize, cStride: usize, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      store<f32>(c + <usize>column * 4, load<f32>(edge + <usize>column * 4));
    }
    c += cStride;
    edge += EDGE_STRIDE;
  }
}
