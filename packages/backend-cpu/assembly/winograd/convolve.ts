/**
 * 3×3 convolution by Winograd's F(2×2, 3×3), 16 products where the direct way takes 36, or F(4×4, 3×3), 36 products where
 * it takes 144. A work item is a block of tiles: their patches are transformed, multiplied component by component with the
 * transformed filter, and transformed back a panel of outputs at a time, all in a thread's scratch.
 */
import { Convolution, convolvePositions } from '../conv/convolve';
import { paddedStride } from '../conv/filterGradient';
import { EDGE_BYTES, multiplyIndirect } from '../gemm/block';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import {
  NR, ROW_TABLE_BYTES, WINOGRAD_PLACE_BYTES, WINOGRAD_PLACES, WINOGRAD_WORK_BYTES, ZEROS,
} from '../generated/layout';
import { Input } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, outWidth, readWindow } from '../window/window';
import { finishLargeTile, finishTile, readLimits } from './finish';
import { transformLargePatch } from './largeTransforms';
import { columnsOf, components, fetchRows, patchOf, patchSide, patchStride, positionOf, rowsOf, setTileSide, tileSide } from './tiles';
import { transformPatch } from './transforms';

// @ts-ignore: decorator
@unmanaged @final
export class WinogradConvolve extends Convolution {
  transformedFilter: Input;
  tileSide: i32;
  /** In all images. */
  tiles: i32;
  tilesPerItem: i32;
}

/** Items: blocks of tiles. */
export function winogradConvolve(command: WinogradConvolve): void {
  readWindow(command);
  setTileSide(command.tileSide);
  const tiles = command.tiles;
  const tilesPerItem = command.tilesPerItem;
  readLimits(command, scratch() + ROW_TABLE_BYTES + EDGE_BYTES);
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
  const work = edge + EDGE_BYTES;
  const patch = work + WINOGRAD_WORK_BYTES;
  const transformed = patch + <usize>(components * channels) * 4;
  const componentBytes = paddedStride(tilesPerItem * channels);
  const products = transformed + <usize>components * componentBytes;
  const productBytes = paddedStride(tilesPerItem * NR);
  for (let tile = 0; tile < count; tile++) {
    const from = patchOf(command.x, first + tile, patch);
    const to = transformed + <usize>(tile * channels) * 4;
    if (from != patch) fetchRows(from, patchStride, <usize>(patchSide * channels) << 2, patchSide, work);
    if (tileSide == 4) transformLargePatch(from, patchStride, channels, to, componentBytes, work);
    else transformPatch(from, patchStride, channels, to, componentBytes);
    store<u32>(table + (<usize>tile << 2), <u32>to);
    notePlace(table + WINOGRAD_PLACES + <usize>tile * WINOGRAD_PLACE_BYTES, first + tile, outputs);
  }
  const panels = (outputs + NR - 1) / NR;
  let filter = command.transformedFilter;
  for (let at = products, end = products + <usize>(panels * components) * productBytes; at < end;) {
    for (let component = 0; component < components; component++) {
      const offset = <usize>component * componentBytes;
      multiplyIndirect(count, table, offset, filter, channels, ZEROS, 0, at, PANEL_ROW_BYTES, NR, edge);
      filter += <usize>channels * PANEL_ROW_BYTES;
      at += productBytes;
    }
  }
  let finite = true;
  for (let tile = 0; tile < count; tile++) {
    const from = products + <usize>tile * PANEL_ROW_BYTES;
    const place = table + WINOGRAD_PLACES + <usize>tile * WINOGRAD_PLACE_BYTES;
    if (tileSide == 4) finite = finishLargeTile(command, place, from, productBytes, work) && finite;
    else finite = finishTile(command, place, from, productBytes) && finite;
  }
  return finite;
}

/** Notes where a tile's outputs lie in y, and how many of its rows and columns there are. */
function notePlace(place: usize, tile: i32, outputs: i32): void {
  store<usize>(place, (<usize>positionOf(tile) * <usize>outputs) << 2);
  store<i32>(place, rowsOf(tile), 4);
  store<i32>(place, columnsOf(tile), 8);
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
