/**
 * 3×3 convolution by Winograd's F(2×2, 3×3): 16 products where the direct way takes 36. A work item is a block of tiles:
 * their patches are transformed, multiplied component by component with the transformed filter, and transformed back a
 * panel of outputs at a time, all in a thread's scratch.
 */
import { Convolution, convolvePositions } from '../conv/convolve';
import { EDGE_BYTES, multiplyIndirect } from '../gemm/block';
import { activated } from '../gemm/epilogue';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import { NR, ROW_TABLE_BYTES, WINOGRAD_PLACE_BYTES, WINOGRAD_PLACES, ZEROS } from '../generated/layout';
import { Input } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, outWidth, readWindow } from '../window/window';
import { columnsOf, patchOf, patchStride, positionOf, rowsOf } from './tiles';
import { COMPONENTS, transformPatch } from './transforms';

// @ts-ignore: decorator
@unmanaged @final
export class WinogradConvolve extends Convolution {
  transformedFilter: Input;
  /** In all images. */
  tiles: i32;
  tilesPerItem: i32;
}

/** Items: blocks of tiles. */
export function winogradConvolve(command: WinogradConvolve): void {
  readWindow(command);
  const tiles = command.tiles;
  const tilesPerItem = command.tilesPerItem;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const first = item * tilesPerItem;
    const count = min(tilesPerItem, tiles - first);
    if (!convolveTiles(command, first, count, tilesPerItem)) convolveDirectly(command, first, count);
  }
}

/** False if an output is not a finite number: then it may be only the transforms that make it so. */
function convolveTiles(command: WinogradConvolve, first: i32, count: i32, tilesPerItem: i32): bool {
  const outputs = command.outputs;
  const table = scratch();
  const edge = table + ROW_TABLE_BYTES;
  const patch = edge + EDGE_BYTES;
  const components = patch + <usize>channels * 64;
  const componentBytes = <usize>(tilesPerItem * channels) * 4;
  const products = components + <usize>COMPONENTS * componentBytes;
  const productBytes = <usize>tilesPerItem * PANEL_ROW_BYTES;
  for (let tile = 0; tile < count; tile++) {
    const from = patchOf(command.x, first + tile, patch);
    const to = components + <usize>(tile * channels) * 4;
    transformPatch(from, patchStride, channels, to, componentBytes);
    store<u32>(table + (<usize>tile << 2), <u32>to);
    notePlace(table + WINOGRAD_PLACES + <usize>tile * WINOGRAD_PLACE_BYTES, first + tile, outputs);
  }
  let panel = command.transformedFilter;
  let finite = true;
  for (let column = 0; column < outputs; column += NR) {
    for (let component: usize = 0; component < <usize>COMPONENTS; component++) {
      const to = products + component * productBytes;
      multiplyIndirect(count, table, component * componentBytes, panel, channels, ZEROS, 0, to, PANEL_ROW_BYTES,
        NR, edge);
      panel += <usize>channels * PANEL_ROW_BYTES;
    }
    for (let tile = 0; tile < count; tile++) {
      const from = products + <usize>tile * PANEL_ROW_BYTES;
      const place = table + WINOGRAD_PLACES + <usize>tile * WINOGRAD_PLACE_BYTES;
      finite = finishTile(command, place, column, min(NR, outputs - column), from, productBytes) && finite;
    }
  }
  return finite;
}

/** Notes where a tile's outputs lie in y, and the bytes to the one at its right and below, 0 where there is none. */
function notePlace(place: usize, tile: i32, outputs: i32): void {
  const pixel = <usize>outputs << 2;
  store<usize>(place, <usize>positionOf(tile) * pixel);
  store<usize>(place, columnsOf(tile) == 2 ? pixel : 0, 4);
  store<usize>(place, rowsOf(tile) == 2 ? <usize>outWidth * pixel : 0, 8);
}

/** Aᵀ m A, bias and activation of one tile and panel. */
function finishTile(
  command: Convolution, place: usize, column: i32, columns: i32, m: usize, productBytes: usize,
): bool {
  const activation = command.activation;
  const alpha = command.alpha;
  const bias = command.bias;
  const right = load<usize>(place, 4);
  const below = load<usize>(place, 8);
  let to = command.y + load<usize>(place) + (<usize>column << 2);
  let check = f32x4.splat(0);
  for (let at: usize = 0, end = <usize>columns << 2; at < end; at += 16) {
    const start = bias != 0 ? v128.load(bias + (<usize>column << 2) + at) : f32x4.splat(0);
    const from = m + at;
    const s00 = upper(from, productBytes), s10 = lower(from, productBytes);
    const s01 = upper(from + productBytes, productBytes), s11 = lower(from + productBytes, productBytes);
    const s02 = upper(from + 2 * productBytes, productBytes), s12 = lower(from + 2 * productBytes, productBytes);
    const s03 = upper(from + 3 * productBytes, productBytes), s13 = lower(from + 3 * productBytes, productBytes);
    const y00 = f32x4.add(f32x4.add(f32x4.add(s00, s01), s02), start);
    const y01 = f32x4.add(f32x4.sub(f32x4.sub(s01, s02), s03), start);
    const y10 = f32x4.add(f32x4.add(f32x4.add(s10, s11), s12), start);
    const y11 = f32x4.add(f32x4.sub(f32x4.sub(s11, s12), s13), start);
    check = f32x4.add(check, f32x4.mul(f32x4.add(f32x4.add(y00, y01), f32x4.add(y10, y11)), f32x4.splat(0)));
    v128.store(to, activated(activation, alpha, y00));
    if (right != 0) v128.store(to + right, activated(activation, alpha, y01));
    if (below != 0) v128.store(to + below, activated(activation, alpha, y10));
    if (right != 0 && below != 0) v128.store(to + right + below, activated(activation, alpha, y11));
    to += 16;
  }
  return !v128.any_true(f32x4.ne(check, check));
}

/** The first row of Aᵀ times a column of products, and the second. */
// @ts-ignore: decorator
@inline
function upper(m: usize, bytes: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(m), v128.load(m + 4 * bytes)), v128.load(m + 8 * bytes));
}

// @ts-ignore: decorator
@inline
function lower(m: usize, bytes: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(m + 4 * bytes), v128.load(m + 8 * bytes)), v128.load(m + 12 * bytes));
}

/** Tile by tile as `convolve` does it: slow, but infinities and NaN come where the sums have them. */
function convolveDirectly(command: Convolution, first: i32, count: i32): void {
  for (let tile = first; tile < first + count; tile++) {
    const position = positionOf(tile);
    for (let row = 0, rows = rowsOf(tile); row < rows; row++) {
      convolvePositions(command, 0, position + row * outWidth, columnsOf(tile), 1, 1);
    }
  }
}
