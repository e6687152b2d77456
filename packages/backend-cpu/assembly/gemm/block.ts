/**
 * The inner two loops of the matrix product, "jr" and "ir" of BLIS (Van Zee & van de Geijn 2015): one packed panel
 * of B against a block of rows of A. Convolution uses `multiplyIndirect` with row pointers of its own.
 */
import { MR, NR, TILES_BYTES } from '../generated/layout';
import { indirectTiles, stridedTiles } from '../generated/microKernels';
import { Tiles } from './tiles';

/**
 * Rows of the next tile, when `left` are left: full tiles, but two of about equal height instead of a full one and
 * a thin one, which would leave the multipliers waiting for each other.
 */
// @ts-ignore: decorator
@inline
export function nextRows(left: i32): i32 {
  if (left <= MR) return left;
  return left >= 2 * MR || left % MR == 0 ? MR : (left + 1) / 2;
}

/** Full tiles that come first, when `rows` are left and the first tile is a full one. */
function fullTiles(rows: i32): i32 {
  return rows % MR == 0 ? rows / MR : max(rows / MR - 1, 1);
}

const INDIRECT: i32 = 0;
const STRIDED: i32 = 1;
/** Strided, each tile of A packed on its own. */
const PACKED: i32 = 2;

/**
 * c[rows × NR] = start + A·B. Row i of A begins at `load<u32>(table + 4·i) + offset` and has k elements
 * end to end. `start` is where the sums begin: zeros or a bias (stride 0), or c itself to add to it. `edge` is scratch
 * of EDGE_BYTES; only `columns` of the panel's columns exist.
 */
export function multiplyIndirect(
  rows: i32, table: usize, offset: usize, panel: usize, k: i32,
  start: usize, startStride: usize, c: usize, cStride: usize, columns: i32, edge: usize,
): void {
  const tiles = describe(table, offset, 4, panel, k, start, startStride, c, cStride, edge);
  multiply(INDIRECT, rows, columns, tiles, edge);
}

/** The same with A transposed: row i, element k at `a + 4·i + stride·k`. */
export function multiplyStrided(
  rows: i32, a: usize, stride: usize, panel: usize, k: i32,
  start: usize, startStride: usize, c: usize, cStride: usize, columns: i32, edge: usize,
): void {
  multiply(STRIDED, rows, columns, describe(a, stride, 4, panel, k, start, startStride, c, cStride, edge), edge);
}

/** The same with tiles of A packed by `packTransposedRows`. */
export function multiplyPacked(
  rows: i32, a: usize, panel: usize, k: i32,
  start: usize, startStride: usize, c: usize, cStride: usize, columns: i32, edge: usize,
): void {
  const tiles = describe(a, 0, <usize>k * 4, panel, k, start, startStride, c, cStride, edge);
  multiply(PACKED, rows, columns, tiles, edge);
}

const EDGE_STRIDE: usize = <usize>NR * 4;
const EDGE_TILE_BYTES: usize = EDGE_STRIDE * <usize>MR;
/** Bytes of the scratch: a full tile, and what describes the tiles at work. */
export const EDGE_BYTES: usize = EDGE_TILE_BYTES + TILES_BYTES;

function describe(
  a: usize, aStep: usize, aRow: usize, panel: usize, k: i32,
  start: usize, startStride: usize, c: usize, cStride: usize, edge: usize,
): Tiles {
  const tiles = changetype<Tiles>(edge + EDGE_TILE_BYTES);
  tiles.a = a;
  tiles.aStep = aStep;
  tiles.aRow = aRow;
  tiles.panel = panel;
  tiles.k = k;
  tiles.start = start;
  tiles.startStride = startStride;
  tiles.c = c;
  tiles.cStride = cStride;
  return tiles;
}

function multiply(form: i32, rows: i32, columns: i32, tiles: Tiles, edge: usize): void {
  while (rows > 0) {
    const height = nextRows(rows);
    const count = height == MR && columns == NR ? fullTiles(rows) : 1;
    rows -= height * count;
    tiles.count = count;
    if (form == PACKED) tiles.aStep = <usize>height * 4;
    if (columns == NR) multiplyTiles(form, height, tiles);
    else multiplyEdge(form, height, tiles, columns, edge);
  }
}

function multiplyTiles(form: i32, height: i32, tiles: Tiles): void {
  if (form == INDIRECT) indirectTiles(height, tiles);
  else stridedTiles(height, tiles);
}

/** One tile, of which only some columns exist: in scratch, from and to which they are copied. */
function multiplyEdge(form: i32, height: i32, tiles: Tiles, columns: i32, edge: usize): void {
  const start = tiles.start, startStride = tiles.startStride, c = tiles.c, cStride = tiles.cStride;
  fillEdge(height, start, startStride, columns, edge);
  tiles.start = edge;
  tiles.startStride = EDGE_STRIDE;
  tiles.c = edge;
  tiles.cStride = EDGE_STRIDE;
  multiplyTiles(form, height, tiles);
  emptyEdge(height, edge, c, cStride, columns);
  tiles.start = start + <usize>height * startStride;
  tiles.startStride = startStride;
  tiles.c = c + <usize>height * cStride;
  tiles.cStride = cStride;
}

function fillEdge(rows: i32, start: usize, startStride: usize, columns: i32, edge: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < NR; column++) {
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
